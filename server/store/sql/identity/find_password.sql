-- store::identity::find_password
-- $1 account
SELECT id, password_hash FROM civico.person
WHERE issuer = 'local' AND account = $1 AND password_hash IS NOT NULL
