-- store::toponymy::list_addresses
-- For the geocoder. What certifies an address is what civico.is_decided and civico.is_aligned say, here
-- of all at once.
WITH marked AS MATERIALIZED (
    SELECT e.subject, max(l.seq) FILTER (WHERE e.event_type <> 'confirmed-on-site') AS decided
    FROM civico.register_event e
    JOIN civico.change_log l ON l.act = e.act AND l.ordinal = e.ordinal
    WHERE e.subject_kind = 'address' AND e.event_type IN ('approved', 'reinstated', 'renumbered', 'moved', 'split',
        'merged', 'took-effect', 'position-corrected', 'stage-corrected', 'confirmed-on-site')
    GROUP BY e.subject
), evidence AS MATERIALIZED (
    SELECT a.id, (newest.after ->> 'confirmed_on')::date AS confirmed_on,
           m.decided IS NOT NULL AND NOT EXISTS (
               SELECT 1
               FROM civico.register_event i
               JOIN civico.change_log l ON l.act = i.act AND l.ordinal = i.ordinal
               WHERE i.subject = m.subject AND i.subject_kind = 'address' AND i.event_type = 'imported'
                 AND l.seq > m.decided) AS is_decided
    FROM marked m
    JOIN civico.address a ON a.id = m.subject::uuid
    JOIN civico.register_event newest ON newest.act = a.act AND newest.ordinal = a.ordinal
), aligned AS MATERIALIZED (
    SELECT a.id
    FROM civico.anncsu_row r
    JOIN civico.address a ON a.municipality = r.municipality AND a.anncsu_id = r.row_key
    JOIN civico.change_log l ON l.act = a.act AND l.ordinal = a.ordinal
    JOIN civico.thoroughfare t ON t.id = a.thoroughfare
    JOIN civico.change_log s ON s.act = t.act AND s.ordinal = t.ordinal
    -- (Of two columns that are alike the planner expects few rows: most are.)
    WHERE r.subject_kind = 'address' AND CASE WHEN r.fields = r.agreed THEN true END
      AND r.recorded_at >= l.recorded AND r.recorded_at >= s.recorded
)
SELECT a.id, a.thoroughfare, a.locator, a.postcode, a.stage, a.lon, a.lat, a.anncsu_id,
       evidence.confirmed_on, coalesce(evidence.is_decided, false) AS is_decided, aligned.id IS NOT NULL AS is_aligned
FROM civico.address a
LEFT JOIN evidence ON evidence.id = a.id
LEFT JOIN aligned ON aligned.id = a.id
ORDER BY a.thoroughfare, a.id
