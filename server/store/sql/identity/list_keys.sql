-- store::identity::list_keys
-- $1 ente
SELECT id, ente, label, purpose, roles, routes, created_by, created_at, expires_at, revoked_at, last_used_at
FROM civico.api_key
WHERE ente = $1
ORDER BY created_at DESC, id
