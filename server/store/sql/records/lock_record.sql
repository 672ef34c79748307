-- store::records::lock_record
-- $1 record
SELECT r.id, r.ente, r.kind, r.reference, r.state, r.review_reason, r.address, r.thoroughfare, r.level,
       r.score, r.margin, r.model, r.resolved_at, r.register_seq, r.sealed_at, r.revision, r.created_at, r.changed_at
FROM civico.record r
WHERE r.id = $1
FOR UPDATE
