-- store::toponymy::place_thoroughfares
-- Puts the name of every street that an act touched where it stands: on the middle of the longest
-- part of its course, else on the address nearest to the middle of its addresses.
-- $1 act
WITH touched AS (
    SELECT e.subject::uuid AS id FROM civico.register_event e
    WHERE e.act = $1 AND e.subject_kind = 'thoroughfare'
    UNION
    SELECT (e.after ->> 'thoroughfare')::uuid FROM civico.register_event e
    WHERE e.act = $1 AND e.subject_kind = 'address'
    UNION
    SELECT (e.before ->> 'thoroughfare')::uuid FROM civico.register_event e
    WHERE e.act = $1 AND e.subject_kind = 'address' AND e.before IS NOT NULL
),
middle AS (
    SELECT a.thoroughfare AS id, ST_Centroid(ST_Collect(a.point)) AS point
    FROM civico.address a
    JOIN touched ON touched.id = a.thoroughfare
    WHERE a.point IS NOT NULL AND a.stage <> 'retired'
    GROUP BY a.thoroughfare
),
nearest AS (
    SELECT DISTINCT ON (a.thoroughfare) a.thoroughfare AS id, a.point
    FROM civico.address a
    JOIN middle ON middle.id = a.thoroughfare
    WHERE a.point IS NOT NULL AND a.stage <> 'retired'
    ORDER BY a.thoroughfare, ST_Distance(a.point, middle.point), a.id
),
longest AS (
    SELECT DISTINCT ON (t.id) t.id, ST_LineInterpolatePoint(part.geom, 0.5) AS point
    FROM civico.thoroughfare t
    JOIN touched ON touched.id = t.id
    CROSS JOIN LATERAL ST_Dump(t.course) AS part
    ORDER BY t.id, ST_Length(part.geom) DESC
)
UPDATE civico.thoroughfare t
SET point = coalesce(longest.point, nearest.point)
FROM touched
LEFT JOIN nearest ON nearest.id = touched.id
LEFT JOIN longest ON longest.id = touched.id
WHERE t.id = touched.id
