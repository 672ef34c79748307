-- store::identity::take_sign_in
-- A sign-in is taken once: a second time it is not there.
-- $1 SHA-256 of the state
-- $2 SHA-256 of the browser's cookie
-- $3 now
DELETE FROM civico.sign_in
WHERE state_sha256 = $1 AND browser_sha256 = $2 AND expires_at > $3
RETURNING nonce, verifier, return_to
