-- store::identity::add_sign_in
-- $1 SHA-256 of the state
-- $2 SHA-256 of the browser's cookie
-- $3 nonce
-- $4 PKCE verifier
-- $5 path to go to afterwards
-- $6 when it is void
INSERT INTO civico.sign_in (state_sha256, browser_sha256, nonce, verifier, return_to, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
