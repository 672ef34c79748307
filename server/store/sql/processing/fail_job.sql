-- store::processing::fail_job
-- Changes nothing once the job was dismissed, or taken by another.
-- $1 id
-- $2 worker
-- $3 reason
-- $4 days until it goes away
UPDATE civico.job
SET state = 'failed', worker = NULL, lease_until = NULL, message = $3,
    finished_at = clock_timestamp(), updated_at = clock_timestamp(),
    expires_at = clock_timestamp() + make_interval(days => $4)
WHERE id = $1 AND worker = $2 AND state = 'running'
