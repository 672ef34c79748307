-- store::toponymy::register_as_of
-- The register of some comuni as it was on a day, by what was known at a register number, in the
-- tables of register_now. Comuni themselves are all there.
-- $1 comuni
-- $2 day
-- $3 register number
WITH comune AS (
    SELECT DISTINCT ON (c.subject) c.subject, c.after
    FROM civico.register_change c
    WHERE c.subject IN (SELECT m.istat_code FROM civico.municipality m) AND c.subject_kind = 'municipality'
      AND c.seq <= $3::bigint AND (c.valid_from IS NULL OR c.valid_from <= $2::date)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > $3)
    ORDER BY c.subject, c.valid_from DESC NULLS LAST, c.seq DESC
), ever AS (
    SELECT DISTINCT e.subject_kind, e.subject FROM civico.subject_municipality e
    WHERE e.municipality = ANY ($1::text[]) AND e.subject_kind <> 'municipality'
), latest AS MATERIALIZED (
    SELECT DISTINCT ON (c.subject) c.subject_kind, c.subject::uuid AS id, c.municipality, c.after
    FROM ever
    JOIN civico.register_change c ON c.subject = ever.subject AND c.subject_kind = ever.subject_kind
    WHERE c.seq <= $3 AND (c.valid_from IS NULL OR c.valid_from <= $2)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > $3)
    ORDER BY c.subject, c.valid_from DESC NULLS LAST, c.seq DESC
), municipality AS MATERIALIZED (
    SELECT subject AS istat_code, ST_Multi((after ->> 'territory')::geometry) AS territory,
           after ->> 'successor' AS successor, after
    FROM comune
), locality AS MATERIALIZED (
    SELECT id, municipality, after FROM latest WHERE subject_kind = 'locality'
), thoroughfare AS MATERIALIZED (
    SELECT id, municipality, after ->> 'kind' AS kind, after ->> 'official_name' AS name,
           after ->> 'stage' AS stage, ST_Multi((after ->> 'course')::geometry) AS course, after
    FROM latest
    WHERE subject_kind = 'thoroughfare'
), address AS MATERIALIZED (
    SELECT id, municipality, (after ->> 'thoroughfare')::uuid AS thoroughfare,
           after ->> 'label' AS number_label, after ->> 'stage' AS stage,
           (after -> 'positions' -> 0 ->> 'point')::geometry AS point, after
    FROM latest
    WHERE subject_kind = 'address'
)
