-- store::identity::list_keys
-- $1 ente
SELECT k.id, k.ente, k.label, k.purpose, k.roles, k.routes,
       coalesce(g.name, g.account, k.created_by) AS created_by,
       k.created_at, k.expires_at, k.revoked_at, k.last_used_at
FROM civico.api_key k
LEFT JOIN civico.person g ON k.created_by = 'person:' || g.id
WHERE k.ente = $1
ORDER BY k.created_at DESC, k.id
