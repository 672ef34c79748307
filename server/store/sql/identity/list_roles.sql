-- store::identity::list_roles
-- $1 ente
SELECT r.id, r.ente, p.account, p.issuer, p.name, r.role, r.source, r.granted_by, r.granted_at
FROM civico.role_assignment r
JOIN civico.person p ON p.id = r.person
WHERE r.ente = $1
ORDER BY p.account, r.role, r.source
