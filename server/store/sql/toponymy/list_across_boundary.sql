-- store::toponymy::list_across_boundary
-- Streets in force of other comuni that go on under the same name within 30 m of a street of this one.
-- $1 comune
SELECT t.id, array_agg(o.id ORDER BY o.id) AS others
FROM civico.thoroughfare t
JOIN civico.thoroughfare o
    ON civico.sort_name(o.kind, o.name) = civico.sort_name(t.kind, t.name)
   AND o.municipality <> t.municipality
   AND o.stage = 'current'
WHERE t.municipality = $1 AND t.stage = 'current'
  AND (ST_DWithin(coalesce(t.course, t.point), coalesce(o.course, o.point), 30)
       OR EXISTS (
           SELECT 1
           FROM civico.address a
           JOIN civico.address b ON b.thoroughfare = o.id AND ST_DWithin(a.point, b.point, 30)
           WHERE a.thoroughfare = t.id))
GROUP BY t.id
