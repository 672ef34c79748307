-- store::toponymy::list_across_boundary
-- Streets in force of other comuni that go on under the same name within 30 m of a street of this one.
-- After register_now or register_as_of:
-- $4 comune
, pair AS (
    SELECT t.id, o.id AS other
    FROM thoroughfare t
    JOIN thoroughfare o
        ON civico.sort_name(o.kind, o.name) = civico.sort_name(t.kind, t.name)
       AND o.municipality <> t.municipality
       AND o.stage = 'current'
    WHERE t.municipality = $4 AND t.stage = 'current'
), street AS (
    SELECT id FROM pair
    UNION
    SELECT other FROM pair
), numbers AS (
    SELECT a.thoroughfare AS id, ST_Collect(a.point) AS points
    FROM street
    JOIN address a ON a.thoroughfare = street.id AND a.stage IN ('proposed', 'current')
    GROUP BY a.thoroughfare
), shape AS (
    SELECT street.id, ST_Collect(t.course, numbers.points) AS shape
    FROM street
    JOIN thoroughfare t ON t.id = street.id
    LEFT JOIN numbers ON numbers.id = street.id
)
SELECT pair.id, array_agg(pair.other ORDER BY pair.other) AS others
FROM pair
JOIN shape mine ON mine.id = pair.id
JOIN shape theirs ON theirs.id = pair.other
WHERE ST_DWithin(mine.shape, theirs.shape, 30)
GROUP BY pair.id
