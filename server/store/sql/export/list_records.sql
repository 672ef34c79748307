-- store::export::list_records
-- The records of an ente by their links to the register, each as a line of JSON, oldest first. A text that
-- waits for the officer is sealed and stays: only that there is one is told.
-- $1 ente
SELECT json_build_object(
           'id', r.id, 'kind', r.kind, 'reference', r.reference, 'state', r.state,
           'review_reason', r.review_reason, 'address', r.address, 'thoroughfare', r.thoroughfare,
           'level', r.level, 'score', r.score, 'margin', r.margin, 'model', r.model,
           'resolved_at', r.resolved_at, 'register_seq', r.register_seq,
           'has_text', r.sealed_at IS NOT NULL, 'revision', r.revision,
           'created_at', r.created_at, 'changed_at', r.changed_at
       )::text AS line
FROM civico.record r
WHERE r.ente = $1
ORDER BY r.id
