-- store::identity::remove_claimed_roles
-- Roles that the provider's groups no longer give.
-- $1 person
-- $2 enti
-- $3 roles, as many as enti
DELETE FROM civico.role_assignment r
WHERE r.person = $1 AND r.source = 'claim'
  AND (r.ente, r.role) NOT IN (SELECT claim.ente, claim.role FROM unnest($2::text[], $3::text[]) AS claim (ente, role))
