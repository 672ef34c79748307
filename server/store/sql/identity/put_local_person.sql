-- store::identity::put_local_person
-- $1 account
-- $2 name, or NULL to keep it
-- $3 hash of the password
INSERT INTO civico.person (id, issuer, account, name, password_hash)
VALUES (gen_random_uuid(), 'local', $1, $2, $3)
ON CONFLICT (issuer, account) DO UPDATE
SET name = coalesce(excluded.name, person.name), password_hash = excluded.password_hash
RETURNING id
