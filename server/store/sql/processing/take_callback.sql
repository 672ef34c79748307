-- store::processing::take_callback
-- A job that is over and whose subscriber was not told.
UPDATE civico.job j
SET called_back = true
WHERE j.id = (
    SELECT q.id
    FROM civico.job q
    WHERE q.subscriber IS NOT NULL AND NOT q.called_back AND q.state IN ('successful', 'failed')
    ORDER BY q.finished_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING j.id, j.ente, j.process, j.process_version, j.state, j.inputs, j.input_versions, j.repeats, j.created_by,
       j.created_at, j.updated_at, j.started_at, j.finished_at, j.expires_at, j.progress, j.message,
       j.collection, j.result, j.result_digest, j.attempts, j.subscriber
