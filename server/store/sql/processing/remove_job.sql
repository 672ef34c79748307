-- store::processing::remove_job
-- $1 id
DELETE FROM civico.job WHERE id = $1
