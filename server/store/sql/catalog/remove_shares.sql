-- store::catalog::remove_shares
-- $1 collection
DELETE FROM civico.dataset_share WHERE collection = $1
