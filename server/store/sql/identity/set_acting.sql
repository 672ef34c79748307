-- store::identity::set_acting
-- Only an ente where the person holds a role.
-- $1 SHA-256 of the token
-- $2 ente
UPDATE civico.session s SET acting = $2
WHERE s.token_sha256 = $1
  AND EXISTS (SELECT 1 FROM civico.role_assignment r WHERE r.person = s.person AND r.ente = $2)
