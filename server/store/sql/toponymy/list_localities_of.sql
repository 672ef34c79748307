-- store::toponymy::list_localities_of
-- For the geocoder: named places in force.
-- $1 comuni
SELECT l.id, l.municipality, l.name, ST_X(p.point) AS lon, ST_Y(p.point) AS lat
FROM civico.locality l
CROSS JOIN LATERAL (SELECT ST_Transform(l.point, 4326) AS point) AS p
WHERE l.municipality = ANY($1) AND l.stage = 'current'
