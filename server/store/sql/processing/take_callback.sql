-- store::processing::take_callback
-- A job that runs or is over, and whose subscriber was not told.
UPDATE civico.job j
SET told = CASE WHEN j.state = 'running' THEN 1 ELSE 2 END
WHERE j.id = (
    SELECT q.id
    FROM civico.job q
    WHERE q.subscriber IS NOT NULL
      AND (q.told < 2 AND q.state IN ('successful', 'failed')
           OR q.told = 0 AND q.state = 'running' AND q.subscriber ? 'inProgressUri')
    ORDER BY q.finished_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING j.id, j.ente, j.process, j.process_version, j.state, j.inputs, j.input_versions, j.outputs, j.is_raw, j.repeats, j.created_by,
       j.created_at, j.updated_at, j.started_at, j.finished_at, j.expires_at, j.progress, j.message,
       j.collection, j.result, j.result_digest, j.attempts, j.subscriber
