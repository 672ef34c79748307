-- store::toponymy::locate_lines
-- Puts lines on the ground: each, all as one, and how far from the territory of a comune their farthest
-- vertex is.
-- $1 lines as GeoJSON in degrees (RDN2008), an array
-- $2 comune
WITH line AS (
    SELECT l.place, ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(l.line), 6706),
                                 (SELECT srid FROM civico.installation)) AS geom
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS l (line, place)
)
SELECT coalesce(array_agg(encode(ST_AsEWKB(line.geom), 'hex') ORDER BY line.place), '{}') AS lines,
       encode(ST_AsEWKB(ST_Multi(ST_Collect(line.geom ORDER BY line.place))), 'hex') AS course,
       (SELECT max(ST_Distance(vertex.geom, m.territory))
        FROM civico.municipality m
        CROSS JOIN line AS one
        CROSS JOIN LATERAL ST_DumpPoints(one.geom) AS vertex
        WHERE m.istat_code = $2) AS outside_m
FROM line
