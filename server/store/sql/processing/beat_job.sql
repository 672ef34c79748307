-- store::processing::beat_job
-- Changes nothing once the job was dismissed, or taken by another.
-- $1 id
-- $2 worker
-- $3 seconds for which it has it from now
-- $4 progress, per cent
-- $5 message, or NULL
UPDATE civico.job
SET lease_until = clock_timestamp() + make_interval(secs => $3),
    updated_at = CASE WHEN progress = $4 AND message IS NOT DISTINCT FROM $5 THEN updated_at
                      ELSE clock_timestamp() END,
    progress = $4, message = $5
WHERE id = $1 AND worker = $2 AND state = 'running'
