-- store::toponymy::find_municipality
-- Comuni of streets, addresses and named places, each once.
-- $1 streets
-- $2 addresses
-- $3 named places
SELECT t.municipality FROM civico.thoroughfare t WHERE t.id = ANY ($1)
UNION
SELECT a.municipality FROM civico.address a WHERE a.id = ANY ($2)
UNION
SELECT l.municipality FROM civico.locality l WHERE l.id = ANY ($3)
