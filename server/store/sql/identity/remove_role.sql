-- store::identity::remove_role
-- $1 id
DELETE FROM civico.role_assignment WHERE id = $1
