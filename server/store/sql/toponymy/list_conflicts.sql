-- store::toponymy::list_conflicts
-- Where the registers of comuni contradict each other at their boundary, each conflict once: streets
-- in force that one side holds to be one and the other does not say so, streets in force of one name
-- within 30 m on both sides that nobody declared anything of, the same number in force within 15 m on
-- both sides of such a street, addresses whose place is outside their comune and in another.
-- After register_now or register_as_of:
-- $4 comuni that are one of the two sides
-- $5 how many to pass over
-- $6 how many at most
, declared AS (
    SELECT t.id, t.municipality, twin.id::uuid AS twin
    FROM thoroughfare t
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(t.after -> 'twins', '[]')) AS twin (id)
    WHERE t.stage = 'current'
      AND t.id::text IN (SELECT d.subject FROM civico.register_change d WHERE d.event_type = 'twin-declared')
), twins AS (
    SELECT d.id, d.municipality, o.id AS other, o.municipality AS other_municipality,
           EXISTS (SELECT 1 FROM declared back WHERE back.id = d.twin AND back.twin = d.id) AS is_mutual
    FROM declared d
    JOIN thoroughfare o ON o.id = d.twin AND o.stage = 'current'
    WHERE d.municipality = ANY ($4::text[]) OR o.municipality = ANY ($4)
), pair AS (
    SELECT DISTINCT ON (least(t.id, o.id), greatest(t.id, o.id))
           t.id, t.municipality, o.id AS other, o.municipality AS other_municipality
    FROM thoroughfare t
    JOIN thoroughfare o
        ON civico.sort_name(o.kind, o.name) = civico.sort_name(t.kind, t.name)
       AND o.municipality <> t.municipality
       AND o.stage = 'current'
    WHERE t.municipality = ANY ($4) AND t.stage = 'current'
    ORDER BY least(t.id, o.id), greatest(t.id, o.id), t.municipality
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
), same_name AS (
    SELECT pair.*
    FROM pair
    JOIN shape mine ON mine.id = pair.id
    JOIN shape theirs ON theirs.id = pair.other
    WHERE ST_DWithin(mine.shape, theirs.shape, 30)
), one_street AS (
    SELECT id, municipality, other, other_municipality FROM same_name
    UNION
    SELECT id, municipality, other, other_municipality FROM twins
), claimed AS (
    SELECT DISTINCT ON (least(a.id, b.id), greatest(a.id, b.id))
           a.id, s.municipality, b.id AS other, s.other_municipality, s.id AS street, s.other AS other_street,
           a.number_label AS number, b.number_label AS other_number
    FROM one_street s
    JOIN address a ON a.thoroughfare = s.id AND a.stage = 'current'
    JOIN address b ON b.thoroughfare = s.other AND b.stage = 'current' AND b.number_label = a.number_label
    WHERE ST_DWithin(a.point, b.point, 15)
    ORDER BY least(a.id, b.id), greatest(a.id, b.id), s.municipality
), misplaced AS (
    SELECT a.id, a.municipality, n.istat_code AS other_municipality, ST_Distance(a.point, m.territory) AS outside_m,
           concat_ws(' ', nullif(t.kind, ''), t.name, a.number_label) AS label
    FROM municipality m
    JOIN address a ON a.municipality = m.istat_code AND a.stage IN ('proposed', 'current')
    JOIN municipality n ON n.istat_code <> m.istat_code AND n.successor IS NULL
        AND ST_Intersects(n.territory, a.point)
    JOIN thoroughfare t ON t.id = a.thoroughfare
    WHERE (m.istat_code = ANY ($4) OR n.istat_code = ANY ($4)) AND NOT ST_Intersects(m.territory, a.point)
), named AS (
    SELECT 'twin-not-confirmed' AS conflict, 'thoroughfare' AS subject_kind, w.id, w.municipality, w.other,
           w.other_municipality, w.id AS street, w.other AS other_street, NULL AS number, NULL AS other_number
    FROM twins w
    WHERE NOT w.is_mutual
    UNION ALL
    SELECT 'same-name', 'thoroughfare', s.id, s.municipality, s.other, s.other_municipality, s.id, s.other,
           NULL, NULL
    FROM same_name s
    WHERE NOT EXISTS (
        SELECT 1 FROM declared d WHERE (d.id = s.id AND d.twin = s.other) OR (d.id = s.other AND d.twin = s.id))
    UNION ALL
    SELECT 'number-claimed-twice', 'address', c.id, c.municipality, c.other, c.other_municipality, c.street,
           c.other_street, c.number, c.other_number
    FROM claimed c
)
SELECT n.conflict, n.subject_kind, n.id AS subject, n.municipality,
       concat_ws(' ', nullif(t.kind, ''), t.name, n.number) AS label, n.other, n.other_municipality,
       concat_ws(' ', nullif(o.kind, ''), o.name, n.other_number) AS other_label,
       NULL::double precision AS outside_m
FROM named n
JOIN thoroughfare t ON t.id = n.street
JOIN thoroughfare o ON o.id = n.other_street
UNION ALL
SELECT 'position-in-other', 'address', p.id, p.municipality, p.label, NULL, p.other_municipality, NULL, p.outside_m
FROM misplaced p
ORDER BY conflict, municipality, label, subject, other_municipality
OFFSET $5
LIMIT $6
