-- store::export::list_datasets
-- The datasets of an ente, those without a current version too.
-- $1 ente
SELECT d.collection, d.title, d.theme, d.license, d.attribution, d.visibility, d.current_version,
       v.columns, v.geometry_kind, v.item_count, v.bounds,
       ARRAY(SELECT s.ente FROM civico.dataset_share s WHERE s.collection = d.collection ORDER BY s.ente) AS shared_with
FROM civico.dataset d
LEFT JOIN civico.dataset_version v ON v.collection = d.collection AND v.version = d.current_version
WHERE d.ente = $1
ORDER BY d.collection
