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
