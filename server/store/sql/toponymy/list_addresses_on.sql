-- store::toponymy::list_addresses_on
-- For the geocoder: as list_addresses, of some streets.
-- $1 streets
SELECT a.id, a.thoroughfare, a.locator, a.postcode, a.stage, a.lon, a.lat, a.anncsu_id,
       CASE WHEN marked.is_confirmed THEN (
           SELECT (e.after ->> 'confirmed_on')::date
           FROM civico.register_event e
           WHERE e.act = a.act AND e.ordinal = a.ordinal)
       END AS confirmed_on,
       coalesce(marked.is_decided, false) AND EXISTS (
           SELECT 1 FROM civico.change_log l
           WHERE l.act = a.act AND l.ordinal = a.ordinal AND civico.is_decided(a.id::text, l.seq)) AS is_decided,
       a.anncsu_id IS NOT NULL AND civico.is_aligned(a.id) AS is_aligned
FROM civico.address a
CROSS JOIN LATERAL (
    SELECT bool_or(e.event_type = 'confirmed-on-site') AS is_confirmed,
           bool_or(e.event_type <> 'confirmed-on-site') AS is_decided
    FROM civico.register_event e
    WHERE e.subject = a.id::text AND e.subject_kind = 'address'
      AND e.event_type IN ('approved', 'reinstated', 'renumbered', 'moved', 'split', 'merged', 'took-effect',
          'position-corrected', 'stage-corrected', 'confirmed-on-site')) AS marked
WHERE a.thoroughfare = ANY($1)
