-- store::toponymy::list_conflicts
-- Where the registers of comuni contradict each other at their boundary, each conflict once: streets
-- in force that one side holds to be one and the other does not say so, streets in force of one name
-- within 30 m on both sides that nobody declared anything of, addresses whose place is outside their
-- comune and in another.
-- $1 comuni that are one of the two sides
-- $2 how many to pass over
-- $3 how many at most
WITH declared AS (
    SELECT (c.after ->> 'id')::uuid AS id, c.municipality, twin.id::uuid AS twin
    FROM civico.thoroughfare t
    JOIN civico.register_change c ON c.act = t.act AND c.ordinal = t.ordinal
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(c.after -> 'twins', '[]')) AS twin (id)
    WHERE t.stage = 'current'
      AND t.id::text IN (SELECT d.subject FROM civico.register_change d WHERE d.event_type = 'twin-declared')
), half_declared AS (
    SELECT d.id, d.municipality, o.id AS other, o.municipality AS other_municipality
    FROM declared d
    JOIN civico.thoroughfare o ON o.id = d.twin AND o.stage = 'current'
    WHERE (d.municipality = ANY ($1) OR o.municipality = ANY ($1))
      AND NOT EXISTS (SELECT 1 FROM declared back WHERE back.id = d.twin AND back.twin = d.id)
), same_name AS (
    SELECT DISTINCT ON (least(t.id, o.id), greatest(t.id, o.id))
           t.id, t.municipality, o.id AS other, o.municipality AS other_municipality
    FROM civico.thoroughfare t
    JOIN civico.thoroughfare o
        ON civico.sort_name(o.kind, o.name) = civico.sort_name(t.kind, t.name)
       AND o.municipality <> t.municipality
       AND o.stage = 'current'
    WHERE t.municipality = ANY ($1) AND t.stage = 'current'
      AND (ST_DWithin(coalesce(t.course, t.point), coalesce(o.course, o.point), 30)
           OR EXISTS (
               SELECT 1
               FROM civico.address a
               JOIN civico.address b ON b.thoroughfare = o.id AND ST_DWithin(a.point, b.point, 30)
               WHERE a.thoroughfare = t.id))
      AND NOT EXISTS (
          SELECT 1 FROM declared d WHERE (d.id = t.id AND d.twin = o.id) OR (d.id = o.id AND d.twin = t.id))
    ORDER BY least(t.id, o.id), greatest(t.id, o.id), t.municipality
), misplaced AS (
    SELECT a.id, a.municipality, n.istat_code AS other_municipality, ST_Distance(a.point, m.territory) AS outside_m,
           concat_ws(' ', nullif(t.kind, ''), t.name, a.number_label) AS label
    FROM civico.municipality m
    JOIN civico.address a ON a.municipality = m.istat_code AND a.stage IN ('proposed', 'current')
    JOIN civico.municipality n ON n.istat_code <> m.istat_code AND n.successor IS NULL
        AND ST_Intersects(n.territory, a.point)
    JOIN civico.thoroughfare t ON t.id = a.thoroughfare
    WHERE (m.istat_code = ANY ($1) OR n.istat_code = ANY ($1)) AND NOT ST_Intersects(m.territory, a.point)
), named AS (
    SELECT 'twin-not-confirmed' AS conflict, h.* FROM half_declared h
    UNION ALL
    SELECT 'same-name', s.* FROM same_name s
)
SELECT n.conflict, 'thoroughfare' AS subject_kind, n.id AS subject, n.municipality,
       concat_ws(' ', nullif(t.kind, ''), t.name) AS label, n.other, n.other_municipality,
       concat_ws(' ', nullif(o.kind, ''), o.name) AS other_label, NULL::double precision AS outside_m
FROM named n
JOIN civico.thoroughfare t ON t.id = n.id
JOIN civico.thoroughfare o ON o.id = n.other
UNION ALL
SELECT 'position-in-other', 'address', p.id, p.municipality, p.label, NULL, p.other_municipality, NULL, p.outside_m
FROM misplaced p
ORDER BY conflict, municipality, label, subject, other_municipality
OFFSET $2
LIMIT $3
