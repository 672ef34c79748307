-- store::export::list_originals
-- The files that the versions of an ente's datasets were made from, newest version first; those
-- of withdrawn versions are gone.
-- $1 ente
SELECT o.collection, o.version, o.name, o.sha256, o.size_bytes
FROM civico.original o
JOIN civico.dataset d ON d.collection = o.collection
JOIN civico.dataset_version v ON v.collection = o.collection AND v.version = o.version
WHERE d.ente = $1 AND v.state = 'published'
ORDER BY o.collection, o.version DESC, o.name
