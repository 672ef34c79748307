-- store::catalog::get_owner
-- Whose a dataset is, without waiting for anybody.
-- $1 collection
SELECT ente, visibility FROM civico.dataset WHERE collection = $1
