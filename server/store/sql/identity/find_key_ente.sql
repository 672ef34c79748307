-- store::identity::find_key_ente
-- $1 id
SELECT ente FROM civico.api_key WHERE id = $1
