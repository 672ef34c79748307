-- store::toponymy::find_municipality
-- Comuni of streets and addresses, each once.
-- $1 streets
-- $2 addresses
SELECT t.municipality FROM civico.thoroughfare t WHERE t.id = ANY ($1)
UNION
SELECT a.municipality FROM civico.address a WHERE a.id = ANY ($2)
