-- Stretches of streets as they are served, comuni that became part of others, streets beside ANNCSU.

CREATE OR REPLACE FUNCTION civico.in_degrees(document jsonb) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (document - 'course' - 'territory')
        || CASE WHEN document ? 'positions' THEN
            jsonb_build_object('positions', (
                SELECT coalesce(jsonb_agg((position - 'point') || jsonb_build_object(
                           'lon', round(ST_X(at.point)::numeric, 7), 'lat', round(ST_Y(at.point)::numeric, 7))
                       ORDER BY place), '[]')
                FROM jsonb_array_elements(document -> 'positions') WITH ORDINALITY AS p (position, place)
                CROSS JOIN LATERAL (
                    SELECT ST_Transform((position ->> 'point')::geometry, 4326) AS point) AS at))
            ELSE '{}' END
        || CASE WHEN document ? 'arcs' THEN
            jsonb_build_object('arcs', (
                SELECT coalesce(jsonb_agg(arc || jsonb_build_object(
                           'line', ST_AsGeoJSON(ST_Transform((arc ->> 'line')::geometry, 4326), 7)::jsonb)
                       ORDER BY place), '[]')
                FROM jsonb_array_elements(document -> 'arcs') WITH ORDINALITY AS a (arc, place)))
            ELSE '{}' END
$$;
COMMENT ON FUNCTION civico.in_degrees(jsonb) IS
    'A thing of the register as it is served: positions and stretches in degrees of WGS 84.';

-- What became part of another is on the map as part of the other.
CREATE OR REPLACE VIEW civico.municipalities AS
    SELECT m.istat_code AS id, m.istat_code, m.cadastral_code, m.name, m.homogeneous_zone,
           m.population, m.territory AS geom, e.zone
    FROM civico.municipality m
    JOIN civico.ente e ON e.code = m.istat_code
    WHERE m.successor IS NULL;

CREATE FUNCTION civico.is_street_aligned(street uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1
        FROM civico.thoroughfare t
        JOIN civico.change_log s ON s.act = t.act AND s.ordinal = t.ordinal
        JOIN civico.anncsu_row r ON r.municipality = t.municipality
        WHERE t.id = street AND t.stage = 'current' AND r.fields = r.agreed AND r.recorded_at >= s.recorded
          AND (r.subject_kind = 'thoroughfare' AND r.row_key = t.anncsu_id
               -- A row of an access names its street too.
               OR r.subject_kind = 'address' AND r.row_key IN (
                   SELECT a.anncsu_id FROM civico.address a WHERE a.thoroughfare = t.id AND a.anncsu_id IS NOT NULL)))
$$;
COMMENT ON FUNCTION civico.is_street_aligned(uuid) IS
    'Whether ANNCSU had a street as the register has it when they were last compared, and it did not change since.';

-- (STRICT keeps the planner from looking inside and taking thousands of things for a few: joins of whole
-- comuni would compare each with each.)
CREATE FUNCTION civico.register_at(kind text, codes text[], day date, known bigint)
RETURNS TABLE (id text, municipality text, after jsonb) LANGUAGE sql STABLE STRICT ROWS 50000 AS $$
    SELECT DISTINCT ON (c.subject) c.subject, c.municipality, c.after
    FROM (
        SELECT DISTINCT e.subject FROM civico.subject_municipality e
        WHERE e.municipality = ANY (codes) AND e.subject_kind = kind) AS ever
    JOIN civico.register_change c ON c.subject = ever.subject AND c.subject_kind = kind
    WHERE c.seq <= known AND (c.valid_from IS NULL OR c.valid_from <= day)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > known)
    ORDER BY c.subject, c.valid_from DESC NULLS LAST, c.seq DESC
$$;
COMMENT ON FUNCTION civico.register_at(text, text[], date, bigint) IS
    'Things of a kind that ever were of some comuni, as they were on a day by what was known at a register number.';
