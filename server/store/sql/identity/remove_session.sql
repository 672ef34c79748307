-- store::identity::remove_session
-- $1 SHA-256 of the token
DELETE FROM civico.session WHERE token_sha256 = $1
