-- store::identity::find_person
-- Finds or adds the person with an account.
-- $1 issuer
-- $2 account
SELECT civico.person_of_account($1, $2) AS id
