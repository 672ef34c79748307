-- store::processing::take_job
-- The next job that nobody has, or whose worker fell silent.
-- $1 worker
-- $2 seconds for which it has it
-- $3 most jobs of one ente that run at the same time
-- $4 processes that the worker can run
UPDATE civico.job j
SET state = 'running', worker = $1, lease_until = clock_timestamp() + make_interval(secs => $2),
    attempts = j.attempts + 1, progress = 0, message = NULL,
    started_at = coalesce(j.started_at, clock_timestamp()), updated_at = clock_timestamp()
WHERE j.id = (
    SELECT q.id
    FROM civico.job q
    WHERE (q.state = 'accepted' OR q.state = 'running' AND q.lease_until < clock_timestamp())
      AND q.process = ANY ($4)
      AND (SELECT count(*) FROM civico.job r
           WHERE r.ente = q.ente AND r.id <> q.id AND r.state = 'running'
             AND r.lease_until >= clock_timestamp()) < $3::bigint
    ORDER BY q.priority DESC, q.created_at, q.id
    LIMIT 1
    FOR UPDATE OF q SKIP LOCKED
)
RETURNING j.id, j.ente, j.process, j.process_version, j.state, j.inputs, j.input_versions, j.outputs, j.is_raw, j.repeats, j.created_by,
       j.created_at, j.updated_at, j.started_at, j.finished_at, j.expires_at, j.progress, j.message,
       j.collection, j.result, j.result_digest, j.attempts, j.subscriber
