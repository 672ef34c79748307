-- store::toponymy::list_localities_of_day
-- For the geocoder: named places in force on a day, by all that is known, with the names that they had by then.
-- $1 day
SELECT l.id, l.istat_code AS municipality, l.name, ST_X(p.point) AS lon, ST_Y(p.point) AS lat,
       ARRAY(SELECT DISTINCT alias ->> 'text'
             FROM civico.register_event e
             CROSS JOIN LATERAL jsonb_array_elements(coalesce(e.after -> 'aliases', '[]')) AS alias
             WHERE e.subject = l.id::text AND e.subject_kind = 'locality'
               AND (e.valid_from IS NULL OR e.valid_from <= $1)
             ORDER BY 1) AS aliases
FROM civico.localities_on($1) l
CROSS JOIN LATERAL (SELECT ST_Transform(l.geom, 4326) AS point) AS p
WHERE l.state = 'current'
ORDER BY l.id
