-- store::processing::add_job
-- Nothing is added when the ente has too many waiting or too much kept.
-- $1 id
-- $2 ente
-- $3 process
-- $4 version of the process
-- $5 inputs
-- $6 actor
-- $7 subscriber, or NULL
-- $8 the job that it does again, or NULL
-- $9 whether a document is wanted as it is
-- $10 names of the outputs that are wanted, or NULL
-- $11 most that may wait
-- $12 most bytes of results
INSERT INTO civico.job (id, ente, process, process_version, state, inputs, created_by, subscriber, repeats, is_raw, outputs)
SELECT $1, $2, $3, $4, 'accepted', $5, $6, $7, $8, $9, $10
WHERE (SELECT count(*) FROM civico.job WHERE ente = $2 AND state = 'accepted') < $11::bigint
  AND (SELECT coalesce(sum(result_bytes), 0) FROM civico.job WHERE ente = $2) < $12::bigint
