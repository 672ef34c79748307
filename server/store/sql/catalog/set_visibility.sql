-- store::catalog::set_visibility
-- $1 collection
-- $2 public, shared or private
UPDATE civico.dataset SET visibility = $2, edition = edition + 1 WHERE collection = $1
