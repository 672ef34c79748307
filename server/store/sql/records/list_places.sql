-- store::records::list_places
-- What records are to be linked to, so far as it is in the register.
-- $1 addresses
-- $2 streets
SELECT id, stage FROM civico.address WHERE id = ANY ($1)
UNION ALL
SELECT id, stage FROM civico.thoroughfare WHERE id = ANY ($2)
