-- store::identity::add_claimed_roles
-- $1 person
-- $2 enti
-- $3 roles, as many as enti
INSERT INTO civico.role_assignment (id, person, ente, role, source, granted_by)
SELECT gen_random_uuid(), $1, claim.ente, claim.role, 'claim', 'provider'
FROM unnest($2::text[], $3::text[]) AS claim (ente, role)
JOIN civico.ente e ON e.code = claim.ente
ON CONFLICT (person, ente, role, source) DO NOTHING
