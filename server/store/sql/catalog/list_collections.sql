-- store::catalog::list_collections
-- The datasets that have a current version, as the caller may see them.
SELECT d.collection, d.ente, e.name AS ente_name, e.zone, d.title, d.theme, d.license, d.attribution,
       d.visibility, ARRAY(SELECT s.ente FROM civico.dataset_share s WHERE s.collection = d.collection) AS shared_with,
       d.edition, v.version AS number, v.relation_schema, v.relation_name, v.columns, v.geometry_kind,
       v.item_count, v.bounds, v.published_at
FROM civico.dataset d
JOIN civico.ente e ON e.code = d.ente
JOIN civico.dataset_version v ON v.collection = d.collection AND v.version = d.current_version
ORDER BY d.collection
