-- store::catalog::find_dataset
-- Locks the dataset, so that two changes of it come one after the other.
-- $1 collection
SELECT collection, ente, visibility, current_version
FROM civico.dataset
WHERE collection = $1
FOR UPDATE
