-- store::processing::lock_job
-- $1 id
SELECT j.ente, j.state, j.collection FROM civico.job j WHERE j.id = $1 FOR UPDATE
