-- store::identity::add_role
-- $1 id
-- $2 person
-- $3 ente
-- $4 role
-- $5 actor
INSERT INTO civico.role_assignment (id, person, ente, role, source, granted_by)
VALUES ($1, $2, $3, $4, 'manual', $5)
ON CONFLICT (person, ente, role, source) DO NOTHING
