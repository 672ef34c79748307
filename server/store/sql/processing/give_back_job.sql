-- store::processing::give_back_job
-- A worker that is told to stop leaves its job to others.
-- $1 id
-- $2 worker
UPDATE civico.job
SET state = 'accepted', worker = NULL, lease_until = NULL, progress = 0, attempts = attempts - 1,
    updated_at = clock_timestamp()
WHERE id = $1 AND worker = $2 AND state = 'running'
