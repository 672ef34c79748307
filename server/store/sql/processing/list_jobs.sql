-- store::processing::list_jobs
-- The newest first.
-- $1 enti whose jobs are asked for, or NULL for all that the caller's role sees
-- $2 processes, or NULL
-- $3 states, or NULL
-- $4 made at or after, or NULL
-- $5 made at or before, or NULL
-- $6 shortest duration, seconds, or NULL
-- $7 longest duration, seconds, or NULL
-- $8 made before the job of this id, or NULL
-- $9 how many
SELECT j.id, j.ente, j.process, j.process_version, j.state, j.inputs, j.input_versions, j.outputs, j.is_raw, j.repeats, j.created_by,
       j.created_at, j.updated_at, j.started_at, j.finished_at, j.expires_at, j.progress, j.message,
       j.collection, j.result, j.result_digest, j.attempts, j.subscriber
FROM civico.job j
CROSS JOIN LATERAL (
    SELECT extract(epoch FROM coalesce(j.finished_at, clock_timestamp()) - j.started_at)::double precision AS seconds
) AS took
WHERE ($1::text[] IS NULL OR j.ente = ANY ($1))
  AND ($2::text[] IS NULL OR j.process = ANY ($2))
  AND ($3::text[] IS NULL OR j.state = ANY ($3))
  AND ($4::timestamptz IS NULL OR j.created_at >= $4)
  AND ($5::timestamptz IS NULL OR j.created_at <= $5)
  AND ($6::double precision IS NULL OR took.seconds >= $6)
  AND ($7::double precision IS NULL OR took.seconds <= $7)
  AND ($8::uuid IS NULL OR (j.created_at, j.id) < (SELECT b.created_at, b.id FROM civico.job b WHERE b.id = $8))
ORDER BY j.created_at DESC, j.id DESC
LIMIT $9
