-- store::processing::list_result_tables
-- $1 collection of a result
SELECT v.relation_schema, v.relation_name
FROM civico.dataset_version v
JOIN civico.dataset d ON d.collection = v.collection AND d.job IS NOT NULL
WHERE v.collection = $1 AND v.state = 'published'
