-- store::toponymy::list_municipalities
-- For the geocoder: longitude and latitude of a point inside, and the box in degrees. A comune whose
-- territory is not known is where its addresses are, if they are anywhere.
SELECT m.istat_code, m.name, ST_X(inside.point) AS lon, ST_Y(inside.point) AS lat,
       ARRAY[ST_XMin(box.geom), ST_YMin(box.geom), ST_XMax(box.geom), ST_YMax(box.geom)] AS bounds
FROM civico.municipality m
CROSS JOIN LATERAL (
    SELECT ST_Transform(coalesce(m.territory, (
        SELECT ST_Envelope(ST_Collect(a.point)) FROM civico.address a WHERE a.municipality = m.istat_code
    )), 4326) AS geom) AS box
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(box.geom) AS point) AS inside
WHERE m.successor IS NULL AND box.geom IS NOT NULL
ORDER BY m.istat_code
