-- store::toponymy::list_localities_of_day
-- For the geocoder: named places in force on a day, by all that is known.
-- $1 day
SELECT l.id, l.istat_code AS municipality, l.name, ST_X(p.point) AS lon, ST_Y(p.point) AS lat
FROM civico.localities_on($1) l
CROSS JOIN LATERAL (SELECT ST_Transform(l.geom, 4326) AS point) AS p
WHERE l.state = 'current'
ORDER BY l.id
