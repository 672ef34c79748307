-- store::processing::mark_result
-- $1 collection
-- $2 job
UPDATE civico.dataset SET job = $2 WHERE collection = $1
