-- store::catalog::count_register
-- What each of the register's collections shows by default, and its box in degrees: the edges are
-- broken up, so that their bend is inside.
WITH extents AS (
    SELECT 'municipalities' AS collection, count(*) AS items, ST_Extent(territory)::geometry AS box
    FROM civico.municipality
    UNION ALL
    SELECT 'thoroughfares', count(*), ST_Extent(coalesce(course, point))::geometry
    FROM civico.thoroughfare WHERE stage = 'current'
    UNION ALL
    SELECT 'addresses', count(*), ST_Extent(point)::geometry
    FROM civico.address WHERE stage = 'current'
    UNION ALL
    SELECT 'localities', count(*), ST_Extent(point)::geometry
    FROM civico.locality
)
SELECT extents.collection, extents.items,
       CASE WHEN degrees.box IS NOT NULL THEN
           ARRAY[ST_XMin(degrees.box), ST_YMin(degrees.box), ST_XMax(degrees.box), ST_YMax(degrees.box)]
       END AS bounds
FROM extents
CROSS JOIN civico.installation i
CROSS JOIN LATERAL (SELECT ST_Transform(ST_Segmentize(ST_SetSRID(extents.box, i.srid), 1000), 4326) AS box) AS degrees
