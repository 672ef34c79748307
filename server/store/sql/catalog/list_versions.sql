-- store::catalog::list_versions
-- $1 collection
SELECT v.version, v.state, v.item_count, v.geometry_kind, v.reprojection, v.report, v.source_digest,
       v.published_at, v.published_by, v.withdrawn_at, v.withdrawn_by, v.withdrawn_reason,
       v.relation_schema, v.relation_name, d.current_version = v.version AS is_current
FROM civico.dataset_version v
JOIN civico.dataset d ON d.collection = v.collection
WHERE v.collection = $1
ORDER BY v.version DESC
