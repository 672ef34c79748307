-- store::toponymy::list_addresses_of_day
-- For the geocoder: addresses as they were on a day, by all that is known. What was compared with ANNCSU on
-- which day is not kept.
-- $1 day
WITH marked AS MATERIALIZED (
    SELECT DISTINCT e.subject
    FROM civico.register_event e
    WHERE e.subject_kind = 'address' AND e.event_type IN ('approved', 'reinstated', 'renumbered', 'moved', 'split',
        'merged', 'took-effect', 'position-corrected', 'stage-corrected', 'confirmed-on-site')
), evidence AS MATERIALIZED (
    SELECT a.id, c.after ->> 'confirmed_on' AS confirmed_on, civico.is_decided(c.subject, c.seq) AS is_decided
    FROM marked m
    JOIN civico.address a ON a.id = m.subject::uuid
    JOIN civico.register_change c ON c.act = a.act AND c.ordinal = a.ordinal
    WHERE a.since IS NULL OR a.since <= $1
)
SELECT a.id, a.thoroughfare, a.locator, a.postcode, a.stage, a.lon, a.lat, a.anncsu_id,
       evidence.confirmed_on::date AS confirmed_on, coalesce(evidence.is_decided, false) AS is_decided,
       false AS is_aligned
FROM civico.address a
LEFT JOIN evidence ON evidence.id = a.id
WHERE a.since IS NULL OR a.since <= $1
UNION ALL
SELECT a.id, (past.after ->> 'thoroughfare')::uuid, past.after -> 'locator', past.after ->> 'postcode',
       past.after ->> 'stage', ST_X(p.point), ST_Y(p.point), past.after ->> 'anncsu_id',
       (past.after ->> 'confirmed_on')::date, m.subject IS NOT NULL AND civico.is_decided(a.id::text, past.seq), false
FROM civico.address a
LEFT JOIN marked m ON m.subject = a.id::text
CROSS JOIN LATERAL (
    SELECT c.after, c.seq
    FROM civico.register_change c
    WHERE c.subject = a.id::text AND c.subject_kind = 'address'
      AND (c.valid_from IS NULL OR c.valid_from <= $1)
      AND c.event_type NOT IN ('scheduled', 'unscheduled')
    ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
    LIMIT 1) AS past
CROSS JOIN LATERAL (
    SELECT ST_Transform((past.after -> 'positions' -> 0 ->> 'point')::geometry, 4326) AS point) AS p
WHERE a.since > $1
