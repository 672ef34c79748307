-- store::processing::dismiss_job
-- $1 id
-- $2 days until it goes away
UPDATE civico.job
SET state = 'dismissed', worker = NULL, lease_until = NULL, collection = NULL, result = NULL, result_bytes = 0,
    message = NULL, finished_at = coalesce(finished_at, clock_timestamp()), updated_at = clock_timestamp(),
    expires_at = clock_timestamp() + make_interval(days => $2)
WHERE id = $1
