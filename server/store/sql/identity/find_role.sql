-- store::identity::find_role
-- $1 id
SELECT ente, role, person FROM civico.role_assignment WHERE id = $1
