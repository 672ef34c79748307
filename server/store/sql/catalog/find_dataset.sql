-- store::catalog::find_dataset
-- Locks the dataset, so that two publications of it come one after the other.
-- $1 collection
SELECT d.collection, d.ente, d.current_version, v.source_digest
FROM civico.dataset d
LEFT JOIN civico.dataset_version v ON v.collection = d.collection AND v.version = d.current_version
WHERE d.collection = $1
FOR UPDATE OF d
