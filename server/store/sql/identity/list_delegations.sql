-- store::identity::list_delegations
-- $1 ente
SELECT d.id, d.ente, d.delegate, e.name AS delegate_name, d.role, coalesce(g.name, g.account, d.granted_by) AS granted_by, d.granted_at
FROM civico.delegation d
JOIN civico.ente e ON e.code = d.delegate
LEFT JOIN civico.person g ON d.granted_by = 'person:' || g.id
WHERE d.ente = $1
ORDER BY e.name, d.role
