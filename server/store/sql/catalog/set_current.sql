-- store::catalog::set_current
-- $1 collection
-- $2 version, or NULL
UPDATE civico.dataset SET current_version = $2, edition = edition + 1 WHERE collection = $1
