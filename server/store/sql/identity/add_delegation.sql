-- store::identity::add_delegation
-- $1 id
-- $2 ente
-- $3 delegate
-- $4 role
-- $5 actor
INSERT INTO civico.delegation (id, ente, delegate, role, granted_by)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (ente, delegate, role) DO NOTHING
