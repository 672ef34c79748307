-- store::identity::sign_in_person
-- Adds the person who signed in or brings the name up to date.
-- $1 issuer
-- $2 account
-- $3 name, or NULL to keep it
-- $4 now
INSERT INTO civico.person (id, issuer, account, name, last_sign_in_at)
VALUES (gen_random_uuid(), $1, $2, $3, $4)
ON CONFLICT (issuer, account) DO UPDATE
SET name = coalesce(excluded.name, person.name), last_sign_in_at = excluded.last_sign_in_at
RETURNING id
