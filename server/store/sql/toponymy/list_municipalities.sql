-- store::toponymy::list_municipalities
-- For the geocoder: longitude and latitude of a point inside, and the box in degrees. A comune whose
-- territory is not known is where its addresses are, if they are anywhere. Its other names are those that
-- it had, and those of the comuni that became part of it.
WITH RECURSIVE heir (istat_code, heir) AS (
    SELECT istat_code, istat_code FROM civico.municipality WHERE successor IS NULL
    UNION
    SELECT m.istat_code, h.heir
    FROM civico.municipality m
    JOIN heir h ON m.successor = h.istat_code
), former AS (
    SELECT h.heir, array_agg(DISTINCT e.after ->> 'name' ORDER BY e.after ->> 'name') AS names
    FROM heir h
    JOIN civico.municipality m ON m.istat_code = h.istat_code
    JOIN civico.register_event e ON e.subject = m.istat_code AND e.subject_kind = 'municipality'
    WHERE e.event_type NOT IN ('scheduled', 'unscheduled')
      AND (m.successor IS NOT NULL OR e.act <> m.act OR e.ordinal <> m.ordinal)
    GROUP BY h.heir
)
SELECT m.istat_code, m.name, ST_X(inside.point) AS lon, ST_Y(inside.point) AS lat,
       ARRAY[ST_XMin(box.geom), ST_YMin(box.geom), ST_XMax(box.geom), ST_YMax(box.geom)] AS bounds,
       array_remove(coalesce(f.names, '{}'), m.name) AS aliases
FROM civico.municipality m
CROSS JOIN LATERAL (
    SELECT ST_Transform(coalesce(m.territory, (
        SELECT ST_Envelope(ST_Collect(a.point)) FROM civico.address a WHERE a.municipality = m.istat_code
    )), 4326) AS geom) AS box
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(box.geom) AS point) AS inside
LEFT JOIN former f ON f.heir = m.istat_code
WHERE m.successor IS NULL AND box.geom IS NOT NULL
ORDER BY m.istat_code
