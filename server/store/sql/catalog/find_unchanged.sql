-- store::catalog::find_unchanged
-- $1 digest of the source
SELECT d.collection
FROM civico.dataset d
JOIN civico.dataset_version v ON v.collection = d.collection AND v.version = d.current_version
WHERE v.source_digest = $1
ORDER BY d.collection
