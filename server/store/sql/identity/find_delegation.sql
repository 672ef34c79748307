-- store::identity::find_delegation
-- $1 id
SELECT ente, delegate FROM civico.delegation WHERE id = $1
