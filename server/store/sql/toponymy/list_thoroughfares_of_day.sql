-- store::toponymy::list_thoroughfares_of_day
-- For the geocoder: streets as they were on a day, by all that is known; under today's name too.
-- $1 day
SELECT t.id, t.municipality, t.kind, t.name, t.aliases, t.stage, ST_X(p.point) AS lon, ST_Y(p.point) AS lat,
       t.anncsu_id,
       CASE WHEN t.course IS NOT NULL THEN (
           SELECT civico.course_in_degrees(t.course, e.after -> 'arcs')
           FROM civico.register_event e
           WHERE e.act = t.act AND e.ordinal = t.ordinal)
       END AS course
FROM civico.thoroughfare t
CROSS JOIN LATERAL (SELECT ST_Transform(t.point, 4326) AS point) AS p
WHERE t.since IS NULL OR t.since <= $1
UNION ALL
SELECT t.id, past.municipality, coalesce(past.after ->> 'kind', ''), past.after ->> 'official_name',
       t.aliases || t.name, past.after ->> 'stage', ST_X(p.point), ST_Y(p.point),
       past.after ->> 'anncsu_id',
       CASE WHEN past.after ->> 'course' IS NOT NULL THEN
           civico.course_in_degrees((past.after ->> 'course')::geometry, past.after -> 'arcs')
       END
FROM civico.thoroughfare t
CROSS JOIN LATERAL (
    SELECT c.after, c.municipality
    FROM civico.register_change c
    WHERE c.subject = t.id::text AND c.subject_kind = 'thoroughfare'
      AND (c.valid_from IS NULL OR c.valid_from <= $1)
      AND c.event_type NOT IN ('scheduled', 'unscheduled')
    ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
    LIMIT 1) AS past
CROSS JOIN LATERAL (SELECT ST_Transform(t.point, 4326) AS point) AS p
WHERE t.since > $1
