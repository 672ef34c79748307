-- store::toponymy::add_retirements
-- Retires what the register of a comune has and the staged records of an act do not list. A street
-- that only addresses name stays as long as one of them does; so does what has no code yet, which no
-- file can list.
-- $1 act
-- $2 comune
-- $3 version of the shape of events
-- $4 day of the delivery
WITH known AS (
    SELECT 'thoroughfare' AS subject_kind, t.id::text AS subject, t.act, t.ordinal
    FROM civico.thoroughfare t WHERE t.municipality = $2 AND t.stage NOT IN ('retired', 'rejected')
      AND (t.local_code <> '' OR t.anncsu_id IS NOT NULL)
    UNION ALL
    SELECT 'address', a.id::text, a.act, a.ordinal
    FROM civico.address a WHERE a.municipality = $2 AND a.stage NOT IN ('retired', 'rejected')
      AND (a.local_code <> '' OR a.anncsu_id IS NOT NULL)
), absent AS (
    SELECT k.subject_kind, k.subject, civico.upcast(e.schema_version, e.subject_kind, e.after) AS thing
    FROM known k
    JOIN civico.register_event e ON e.act = k.act AND e.ordinal = k.ordinal
    WHERE NOT EXISTS (
        SELECT 1 FROM civico.register_staging s
        WHERE s.act = $1 AND s.subject_kind = k.subject_kind AND s.subject = k.subject)
)
INSERT INTO civico.register_event (act, ordinal, schema_version, event_type, subject_kind, subject, municipality,
    before, after, valid_from, reason)
SELECT $1, coalesce((SELECT max(ordinal) FROM civico.register_event WHERE act = $1), 0)
           + row_number() OVER (ORDER BY subject_kind, subject),
       $3, 'retired', subject_kind, subject, $2, thing,
       thing || '{"stage": "retired", "closing_reason": "absent-from-source"}', $4, 'absent-from-source'
FROM absent
