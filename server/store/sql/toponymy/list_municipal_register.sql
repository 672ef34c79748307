-- store::toponymy::list_municipal_register
-- The register of a comune: itself, its named places, its streets and addresses, with the default
-- position in degrees of RDN2008 and what only a database measures well.
-- After register_now or register_as_of:
-- $4 comune
-- $5 stages of streets and addresses
SELECT thing.subject_kind, thing.after, NULL::double precision AS lon, NULL::double precision AS lat,
       NULL::double precision AS outside_m, 0::bigint AS stacked, NULL::double precision AS from_street_m,
       NULL::double precision AS along_m, NULL::boolean AS is_left
FROM (
    SELECT 'municipality' AS subject_kind, after FROM municipality WHERE istat_code = $4
    UNION ALL
    SELECT 'locality', after FROM locality WHERE municipality = $4
    UNION ALL
    SELECT 'thoroughfare', after FROM thoroughfare WHERE municipality = $4 AND stage = ANY ($5::text[])
) AS thing
UNION ALL
SELECT 'address', a.after, ST_X(degrees.point), ST_Y(degrees.point),
       ST_Distance(a.point, m.territory),
       count(*) FILTER (WHERE a.point IS NOT NULL AND a.stage IN ('proposed', 'current'))
           OVER (PARTITION BY a.point::text),
       ST_Distance(a.point, t.course),
       line.fraction * ST_Length(line.geom),
       -- The point is left of the line where the line turns to it counter-clockwise.
       (ST_X(line.ahead) - ST_X(line.behind)) * (ST_Y(a.point) - ST_Y(line.behind))
           - (ST_Y(line.ahead) - ST_Y(line.behind)) * (ST_X(a.point) - ST_X(line.behind)) > 0
FROM address a
JOIN municipality m ON m.istat_code = a.municipality
JOIN thoroughfare t ON t.id = a.thoroughfare
CROSS JOIN LATERAL (SELECT ST_Transform(a.point, 6706) AS point) AS degrees
LEFT JOIN LATERAL (
    SELECT one.geom, at.fraction,
           ST_LineInterpolatePoint(one.geom, greatest(at.fraction - 0.005, 0)) AS behind,
           ST_LineInterpolatePoint(one.geom, least(at.fraction + 0.005, 1)) AS ahead
    FROM (SELECT ST_GeometryN(t.course, 1) AS geom) AS one
    CROSS JOIN LATERAL (SELECT ST_LineLocatePoint(one.geom, a.point) AS fraction) AS at
    WHERE ST_NumGeometries(t.course) = 1 AND a.point IS NOT NULL
) AS line ON true
WHERE a.municipality = $4 AND a.stage = ANY ($5)
