-- store::toponymy::add_events_from_staging
-- Makes an event of every staged record that differs from the register. Nobody knows since when what
-- the first delivery of a comune says is so.
-- $1 act
-- $2 version of the shape of events
-- $3 day of the delivery
WITH known AS (
    SELECT 'municipality' AS subject_kind, istat_code AS subject, istat_code AS municipality, digest, act, ordinal
    FROM civico.municipality
    UNION ALL SELECT 'locality', id::text, municipality, digest, act, ordinal FROM civico.locality
    UNION ALL SELECT 'thoroughfare', id::text, municipality, digest, act, ordinal FROM civico.thoroughfare
    UNION ALL SELECT 'address', id::text, municipality, digest, act, ordinal FROM civico.address
), delivered_before AS (
    SELECT DISTINCT municipality FROM known WHERE subject_kind = 'thoroughfare'
), places AS (
    -- A file without a column for named places does not say that streets are in none.
    SELECT EXISTS (SELECT 1 FROM civico.register_staging s WHERE s.act = $1 AND s.after ? 'locality') AS are_told
), staged AS (
    SELECT s.ordinal, s.subject_kind, s.subject, s.municipality, k.digest,
           civico.upcast(e.schema_version, e.subject_kind, e.after) AS before,
           -- What no file tells stays as offices decided it.
           s.after || civico.kept_aliases(s.subject, s.after, e.after, e.schema_version) || coalesce((
               SELECT jsonb_object_agg(kept.key, kept.value)
               FROM jsonb_each(e.after) AS kept
               WHERE (kept.key = 'locality' AND NOT (SELECT are_told FROM places) OR kept.key IN ('twins', 'predecessors', 'successors', 'confirmed_on', 'census_section', 'block',
                   'parcels', 'main_address', 'internals', 'opening_reason', 'arcs', 'successor'))
                 AND NOT s.after ? kept.key
                 -- The course of a street whose stretches are known is theirs.
                 OR kept.key = 'course' AND e.after ? 'arcs' AND NOT s.after ? 'arcs'), '{}') AS after
    FROM civico.register_staging s
    LEFT JOIN known k ON k.subject_kind = s.subject_kind AND k.subject = s.subject
    LEFT JOIN civico.register_event e ON e.act = k.act AND e.ordinal = k.ordinal
    WHERE s.act = $1
)
INSERT INTO civico.register_event
    (act, ordinal, schema_version, event_type, subject_kind, subject, municipality, before, after, valid_from)
SELECT $1, row_number() OVER (ORDER BY s.ordinal), $2, 'imported', s.subject_kind, s.subject, s.municipality,
       s.before, s.after,
       CASE WHEN b.municipality IS NOT NULL THEN $3::date END
FROM staged s
LEFT JOIN delivered_before b ON b.municipality = s.municipality
WHERE s.digest IS DISTINCT FROM md5(s.after::text)
