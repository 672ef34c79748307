-- store::catalog::summarise
-- What the register holds by comune or by homogeneous zone.
-- $1 whether by zone
WITH place AS (
    SELECT e.code AS comune, CASE WHEN $1 THEN z.code ELSE e.code END AS code,
           CASE WHEN $1 THEN z.name ELSE e.name END AS name
    FROM civico.ente e
    LEFT JOIN civico.ente z ON z.code = e.zone
    WHERE e.kind = 'comune'
), counted AS (
    SELECT municipality AS comune, 'thoroughfares' AS what, count(*) AS items
    FROM civico.thoroughfare WHERE stage = 'current' GROUP BY municipality
    UNION ALL
    SELECT municipality, 'addresses', count(*)
    FROM civico.address WHERE stage = 'current' GROUP BY municipality
    UNION ALL
    SELECT istat_code, 'municipalities', 1 FROM civico.municipality
    UNION ALL
    SELECT istat_code, 'population', population FROM civico.municipality
)
SELECT p.code, p.name,
       coalesce(sum(c.items) FILTER (WHERE c.what = 'municipalities'), 0)::bigint AS municipalities,
       coalesce(sum(c.items) FILTER (WHERE c.what = 'population'), 0)::bigint AS population,
       coalesce(sum(c.items) FILTER (WHERE c.what = 'thoroughfares'), 0)::bigint AS thoroughfares,
       coalesce(sum(c.items) FILTER (WHERE c.what = 'addresses'), 0)::bigint AS addresses
FROM place p
LEFT JOIN counted c ON c.comune = p.comune
GROUP BY p.code, p.name
ORDER BY p.name, p.code
