-- store::identity::revoke_key
-- $1 id
-- $2 now
UPDATE civico.api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL
