-- store::processing::keep_job
-- The result stays until somebody dismisses the job.
-- $1 id
UPDATE civico.job SET expires_at = NULL WHERE id = $1 AND state = 'successful'
