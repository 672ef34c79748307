-- store::toponymy::register_now
-- The register as it is, for the statements over whole comuni that go on from here: each reads these
-- tables, whether they are of now or, by register_as_of, of a day.
-- $1 comuni, $2 day, $3 register number: for register_as_of
WITH asked AS (
    SELECT $1::text[] AS codes, $2::date AS day, $3::bigint AS seq
), municipality AS NOT MATERIALIZED (
    SELECT m.istat_code, m.territory, m.successor,
           (SELECT c.after FROM civico.register_change c WHERE c.act = m.act AND c.ordinal = m.ordinal) AS after
    FROM civico.municipality m
), locality AS NOT MATERIALIZED (
    SELECT l.id, l.municipality,
           (SELECT c.after FROM civico.register_change c WHERE c.act = l.act AND c.ordinal = l.ordinal) AS after
    FROM civico.locality l
), thoroughfare AS NOT MATERIALIZED (
    SELECT t.id, t.municipality, t.kind, t.name, t.stage, t.course,
           (SELECT c.after FROM civico.register_change c WHERE c.act = t.act AND c.ordinal = t.ordinal) AS after
    FROM civico.thoroughfare t
), address AS NOT MATERIALIZED (
    SELECT a.id, a.municipality, a.thoroughfare, a.number_label, a.stage, a.point,
           (SELECT c.after FROM civico.register_change c WHERE c.act = a.act AND c.ordinal = a.ordinal) AS after
    FROM civico.address a
)
