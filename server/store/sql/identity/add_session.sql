-- store::identity::add_session
-- $1 SHA-256 of the token
-- $2 person
-- $3 ente acted for, or NULL
-- $4 strength of the sign-in, or NULL
-- $5 what writes have to repeat
-- $6 the provider's id token, or NULL
-- $7 when it ends
INSERT INTO civico.session (token_sha256, person, acting, level, csrf, id_token, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
