-- store::identity::touch_key
-- $1 id
-- $2 now
UPDATE civico.api_key SET last_used_at = $2 WHERE id = $1
