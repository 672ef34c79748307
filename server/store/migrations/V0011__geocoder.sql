-- What the index of the geocoder reads beside names, numbers and places.

-- What certifies an address is found without reading all events.

CREATE INDEX ON civico.register_event (subject)
    WHERE subject_kind = 'address' AND event_type IN ('approved', 'reinstated', 'renumbered', 'moved', 'split',
        'merged', 'took-effect', 'position-corrected', 'stage-corrected', 'confirmed-on-site');

-- Where streets run, as the index of the geocoder wants it: simplified by half a metre, which is less than
-- any number stands aside.

CREATE FUNCTION civico.lines_in_degrees(line geometry) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT ST_AsGeoJSON(ST_Multi(ST_Transform(ST_Simplify(ST_Force2D(line), 0.5, true), 4326)), 7)::jsonb -> 'coordinates'
$$;
COMMENT ON FUNCTION civico.lines_in_degrees(geometry) IS 'Lines in degrees of WGS 84, as GeoJSON has the coordinates of several.';

CREATE FUNCTION civico.course_in_degrees(course geometry, arcs jsonb) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_object(
        'lines', civico.lines_in_degrees(ST_LineMerge(course)),
        'stretches', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'lines', civico.lines_in_degrees((arc ->> 'line')::geometry),
                       'ranges', jsonb_path_query_array(arc, '$.keyvalue() ? (@.key == "left" || @.key == "right").value ? (@.type() == "object")'))
                   ORDER BY place), '[]')
            FROM jsonb_array_elements(arcs) WITH ORDINALITY AS a (arc, place)
            WHERE jsonb_typeof(arc -> 'left') = 'object' OR jsonb_typeof(arc -> 'right') = 'object'))
$$;
COMMENT ON FUNCTION civico.course_in_degrees(geometry, jsonb) IS
    'The course of a street in degrees of WGS 84, and its stretches (archi) whose numbers are known.';
