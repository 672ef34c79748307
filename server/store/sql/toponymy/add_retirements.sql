-- store::toponymy::add_retirements
-- Retires what the register of a comune has and the staged records of an act do not list. A street
-- that only addresses name stays as long as one of them does.
-- $1 act
-- $2 comune
-- $3 version of the shape of events
WITH known AS (
    SELECT 'thoroughfare' AS subject_kind, t.id::text AS subject
    FROM civico.thoroughfare t WHERE t.municipality = $2 AND t.stage <> 'retired'
    UNION ALL
    SELECT 'address', a.id::text
    FROM civico.address a WHERE a.municipality = $2 AND a.stage <> 'retired'
), absent AS (
    SELECT k.* FROM known k
    WHERE NOT EXISTS (
        SELECT 1 FROM civico.register_staging s
        WHERE s.act = $1 AND s.subject_kind = k.subject_kind AND s.subject = k.subject)
), last AS (
    SELECT DISTINCT ON (e.subject_kind, e.subject) e.subject_kind, e.subject, e.after
    FROM absent
    JOIN civico.register_event e ON e.subject = absent.subject AND e.subject_kind = absent.subject_kind
    JOIN civico.change_log l ON l.act = e.act AND l.ordinal = e.ordinal
    ORDER BY e.subject_kind, e.subject, l.seq DESC
)
INSERT INTO civico.register_event
    (act, ordinal, schema_version, event_type, subject_kind, subject, municipality, after, reason)
SELECT $1, coalesce((SELECT max(ordinal) FROM civico.register_event WHERE act = $1), 0)
           + row_number() OVER (ORDER BY subject_kind, subject),
       $3, 'retired', subject_kind, subject, $2, jsonb_set(after, '{stage}', '"retired"'), 'absent-from-source'
FROM last
