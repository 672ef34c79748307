-- store::identity::remove_delegation
-- $1 id
DELETE FROM civico.delegation WHERE id = $1
