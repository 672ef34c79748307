-- store::catalog::list_datasets
-- All datasets, those without a current version too.
SELECT d.collection, d.ente, d.title, d.visibility, d.current_version,
       v.item_count, v.geometry_kind, v.published_at
FROM civico.dataset d
LEFT JOIN civico.dataset_version v ON v.collection = d.collection AND v.version = d.current_version
ORDER BY d.collection
