-- store::toponymy::list_unbounded_municipalities
-- For the geocoder: those of some comuni whose territory is not known, where their addresses are. It
-- knows their other names: one that gets another is read with the whole register.
-- $1 comuni
SELECT m.istat_code, m.name, ST_X(inside.point) AS lon, ST_Y(inside.point) AS lat,
       ARRAY[ST_XMin(box.geom), ST_YMin(box.geom), ST_XMax(box.geom), ST_YMax(box.geom)] AS bounds,
       '{}'::text[] AS aliases
FROM civico.municipality m
CROSS JOIN LATERAL (
    SELECT ST_Transform((
        SELECT ST_Envelope(ST_Collect(a.point)) FROM civico.address a WHERE a.municipality = m.istat_code
    ), 4326) AS geom) AS box
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(box.geom) AS point) AS inside
WHERE m.istat_code = ANY($1) AND m.territory IS NULL AND m.successor IS NULL AND box.geom IS NOT NULL
