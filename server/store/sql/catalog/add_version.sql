-- store::catalog::add_version
-- $1 collection
-- $2 version
-- $3 schema of the table
-- $4 name of the table
-- $5 columns
-- $6 kind of geometry
-- $7 number of items
-- $8 bounds, or NULL
-- $9 reprojection, or NULL
-- $10 report
-- $11 digest of the source
-- $12 actor
INSERT INTO civico.dataset_version (collection, version, relation_schema, relation_name, columns,
    geometry_kind, item_count, bounds, reprojection, report, source_digest, published_at, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp(), $12)
