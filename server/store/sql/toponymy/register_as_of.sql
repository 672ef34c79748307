-- store::toponymy::register_as_of
-- The register of some comuni as it was on a day, by what was known at a register number, in the
-- tables of register_now. Comuni themselves are all there.
-- $1 comuni
-- $2 day
-- $3 register number
WITH municipality AS MATERIALIZED (
    SELECT id AS istat_code, ST_Multi((after ->> 'territory')::geometry) AS territory,
           after ->> 'successor' AS successor, after
    FROM civico.register_at('municipality', (SELECT array_agg(m.istat_code) FROM civico.municipality m), $2::date, $3::bigint)
), locality AS MATERIALIZED (
    SELECT id::uuid, municipality, after FROM civico.register_at('locality', $1::text[], $2, $3)
), thoroughfare AS MATERIALIZED (
    SELECT id::uuid, municipality, after ->> 'kind' AS kind, after ->> 'official_name' AS name,
           after ->> 'stage' AS stage, ST_Multi((after ->> 'course')::geometry) AS course, after
    FROM civico.register_at('thoroughfare', $1, $2, $3)
), address AS MATERIALIZED (
    SELECT id::uuid, municipality, (after ->> 'thoroughfare')::uuid AS thoroughfare,
           after ->> 'label' AS number_label, after ->> 'stage' AS stage,
           (after -> 'positions' -> 0 ->> 'point')::geometry AS point, after
    FROM civico.register_at('address', $1, $2, $3)
)
