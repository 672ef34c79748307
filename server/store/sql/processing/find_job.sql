-- store::processing::find_job
-- A job, if the caller's role may see it.
-- $1 id
SELECT j.id, j.ente, j.process, j.process_version, j.state, j.inputs, j.input_versions, j.outputs, j.is_raw, j.repeats, j.created_by,
       j.created_at, j.updated_at, j.started_at, j.finished_at, j.expires_at, j.progress, j.message,
       j.collection, j.result, j.result_digest, j.attempts, j.subscriber
FROM civico.job j
WHERE j.id = $1
