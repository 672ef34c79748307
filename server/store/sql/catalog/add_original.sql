-- store::catalog::add_original
-- $1 collection
-- $2 version
-- $3 file name
-- $4 SHA-256
-- $5 size in bytes
INSERT INTO civico.original (collection, version, name, sha256, size_bytes)
VALUES ($1, $2, $3, $4, $5)
