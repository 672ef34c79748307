-- store::processing::finish_job
-- Changes nothing once the job was dismissed, or taken by another.
-- $1 id
-- $2 worker
-- $3 collection made, or NULL
-- $4 document made, or what is to be said of the collection
-- $5 SHA-256 of the result
-- $6 size of the result, bytes
-- $7 versions of the inputs
-- $8 message, or NULL
-- $9 days until it goes away
UPDATE civico.job
SET state = 'successful', worker = NULL, lease_until = NULL, progress = 100, collection = $3, result = $4,
    result_digest = $5, result_bytes = $6, input_versions = $7, message = $8,
    finished_at = clock_timestamp(), updated_at = clock_timestamp(),
    expires_at = clock_timestamp() + make_interval(days => $9)
WHERE id = $1 AND worker = $2 AND state = 'running'
