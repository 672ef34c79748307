-- store::catalog::add_shares
-- $1 collection
-- $2 enti
INSERT INTO civico.dataset_share (collection, ente)
SELECT $1, shared.ente FROM unnest($2::text[]) AS shared (ente)
ON CONFLICT DO NOTHING
