-- store::catalog::next_version
-- $1 collection
SELECT coalesce(max(version), 0) + 1 AS version
FROM civico.dataset_version
WHERE collection = $1
