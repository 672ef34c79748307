-- store::toponymy::list_thoroughfares_by_id
-- For the geocoder.
-- $1 streets
SELECT t.id, t.municipality, t.kind, t.name, t.aliases, t.stage, ST_X(p.point) AS lon, ST_Y(p.point) AS lat,
       t.anncsu_id,
       CASE WHEN t.course IS NOT NULL THEN (
           SELECT civico.course_in_degrees(t.course, e.after -> 'arcs')
           FROM civico.register_event e
           WHERE e.act = t.act AND e.ordinal = t.ordinal)
       END AS course
FROM civico.thoroughfare t
CROSS JOIN LATERAL (SELECT ST_Transform(t.point, 4326) AS point) AS p
WHERE t.id = ANY($1)
