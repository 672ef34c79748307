-- store::toponymy::place_localities
-- Puts the name of every locality of the comuni that an act touched on the street nearest to the
-- middle of its streets.
-- $1 act
WITH middle AS (
    SELECT t.locality AS id, ST_Centroid(ST_Collect(t.point)) AS point
    FROM civico.thoroughfare t
    WHERE t.locality IS NOT NULL AND t.point IS NOT NULL
      AND t.municipality IN (SELECT e.municipality FROM civico.register_event e WHERE e.act = $1)
    GROUP BY t.locality
),
nearest AS (
    SELECT DISTINCT ON (t.locality) t.locality AS id, t.point
    FROM civico.thoroughfare t
    JOIN middle ON middle.id = t.locality
    WHERE t.point IS NOT NULL
    ORDER BY t.locality, ST_Distance(t.point, middle.point), t.id
)
UPDATE civico.locality l SET point = nearest.point
FROM nearest
WHERE l.id = nearest.id
