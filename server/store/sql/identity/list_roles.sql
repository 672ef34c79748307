-- store::identity::list_roles
-- $1 ente
SELECT r.id, r.ente, p.account, p.issuer, p.name, r.role, r.source, coalesce(g.name, g.account, r.granted_by) AS granted_by, r.granted_at
FROM civico.role_assignment r
JOIN civico.person p ON p.id = r.person
LEFT JOIN civico.person g ON r.granted_by = 'person:' || g.id
WHERE r.ente = $1
ORDER BY p.account, r.role, r.source
