-- store::identity::add_key
-- $1 id
-- $2 ente
-- $3 label
-- $4 purpose
-- $5 roles
-- $6 routes
-- $7 SHA-256 of the secret
-- $8 actor
-- $9 when it ends
INSERT INTO civico.api_key (id, ente, label, purpose, roles, routes, secret_sha256, created_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
