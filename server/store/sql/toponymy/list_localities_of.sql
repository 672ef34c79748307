-- store::toponymy::list_localities_of
-- For the geocoder: named places in force, with the names that they had.
-- $1 comuni
SELECT l.id, l.municipality, l.name, ST_X(p.point) AS lon, ST_Y(p.point) AS lat,
       ARRAY(SELECT alias ->> 'text' FROM jsonb_array_elements(coalesce(e.after -> 'aliases', '[]')) AS alias) AS aliases
FROM civico.locality l
JOIN civico.register_event e ON e.act = l.act AND e.ordinal = l.ordinal
CROSS JOIN LATERAL (SELECT ST_Transform(l.point, 4326) AS point) AS p
WHERE l.municipality = ANY($1) AND l.stage = 'current'
