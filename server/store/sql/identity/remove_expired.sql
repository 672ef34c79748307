-- store::identity::remove_expired
-- Sessions and sign-ins that are over.
-- $1 now
WITH sessions AS (DELETE FROM civico.session WHERE expires_at <= $1)
DELETE FROM civico.sign_in WHERE expires_at <= $1
