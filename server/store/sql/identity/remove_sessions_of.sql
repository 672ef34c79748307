-- store::identity::remove_sessions_of
-- $1 person
DELETE FROM civico.session WHERE person = $1
