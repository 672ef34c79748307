-- store::identity::list_own_roles
-- The enti for which a person holds roles.
-- $1 person
SELECT e.code, e.slug, e.name, e.kind, array_agg(DISTINCT r.role) AS roles
FROM civico.role_assignment r
JOIN civico.ente e ON e.code = r.ente
WHERE r.person = $1
GROUP BY e.code, e.slug, e.name, e.kind
ORDER BY e.name
