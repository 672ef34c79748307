-- store::toponymy::add_events_from_staging
-- Makes an event of every staged record that differs from the register.
-- $1 act
-- $2 version of the shape of events
WITH known AS (
    SELECT 'municipality' AS subject_kind, istat_code AS subject, digest FROM civico.municipality
    UNION ALL SELECT 'locality', id::text, digest FROM civico.locality
    UNION ALL SELECT 'thoroughfare', id::text, digest FROM civico.thoroughfare
    UNION ALL SELECT 'address', id::text, digest FROM civico.address
)
INSERT INTO civico.register_event (act, ordinal, schema_version, event_type, subject_kind, subject, municipality, after)
SELECT $1, row_number() OVER (ORDER BY s.ordinal), $2, 'imported', s.subject_kind, s.subject, s.municipality, s.after
FROM civico.register_staging s
LEFT JOIN known k ON k.subject_kind = s.subject_kind AND k.subject = s.subject
WHERE s.act = $1 AND k.digest IS DISTINCT FROM md5(s.after::text)
