-- Stretches of streets as they are served, and comuni that became part of others.

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
