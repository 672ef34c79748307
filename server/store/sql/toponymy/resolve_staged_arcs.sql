-- store::toponymy::resolve_staged_arcs
-- Makes streets of the stretches that a file tells, in its order: each street as the register has it,
-- with these stretches, its course their lines together. Returns of which streets there are none.
-- $1 act
WITH arc AS (
    DELETE FROM civico.register_staging s
    WHERE s.act = $1 AND s.subject_kind = 'arc'
    RETURNING s.ordinal, s.municipality, s.subject AS thoroughfare_code, s.after
), told AS (
    SELECT municipality, thoroughfare_code, min(ordinal) AS ordinal, count(*) AS count,
           jsonb_agg(after ORDER BY ordinal) AS arcs,
           ST_Multi(ST_CollectionExtract(
               ST_Collect(ST_Force2D((after ->> 'line')::geometry) ORDER BY ordinal), 2)) AS course
    FROM arc
    GROUP BY municipality, thoroughfare_code
), street AS (
    SELECT told.*, t.id, t.act, t.ordinal AS event
    FROM told
    LEFT JOIN civico.thoroughfare t
        ON t.municipality = told.municipality AND t.local_code = told.thoroughfare_code
       AND t.stage IN ('proposed', 'current')
), staged AS (
    INSERT INTO civico.register_staging (act, ordinal, subject_kind, subject, municipality, after)
    SELECT $1, s.ordinal, 'thoroughfare', s.id::text, s.municipality,
           c.after || jsonb_build_object('arcs', s.arcs, 'course', encode(ST_AsEWKB(s.course), 'hex'))
    FROM street s
    JOIN civico.register_change c ON c.act = s.act AND c.ordinal = s.event
)
SELECT thoroughfare_code, count FROM street WHERE id IS NULL ORDER BY thoroughfare_code
