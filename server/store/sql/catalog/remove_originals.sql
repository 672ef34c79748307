-- store::catalog::remove_originals
-- Returns the digests that no other version has: their files can go.
-- $1 collection
-- $2 version
WITH removed AS (
    DELETE FROM civico.original WHERE collection = $1 AND version = $2 RETURNING sha256
)
SELECT DISTINCT r.sha256
FROM removed r
WHERE NOT EXISTS (
    SELECT 1 FROM civico.original o
    WHERE o.sha256 = r.sha256 AND (o.collection, o.version) <> ($1, $2)
)
