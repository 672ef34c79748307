-- store::records::list_records
-- Oldest first.
-- $1 ente
-- $2 kind, or NULL for all
-- $3 state, or NULL for all
-- $4 reference, or NULL for all
-- $5 record after which to begin, or NULL
-- $6 how many at most
SELECT r.id, r.ente, r.kind, r.reference, r.state, r.review_reason, r.address, r.thoroughfare, r.level,
       r.score, r.margin, r.model, r.resolved_at, r.register_seq, r.sealed_at, r.revision, r.created_at, r.changed_at
FROM civico.record r
WHERE r.ente = $1 AND ($2::text IS NULL OR r.kind = $2) AND ($3::text IS NULL OR r.state = $3)
  AND ($4::text IS NULL OR r.reference = $4) AND ($5::uuid IS NULL OR r.id > $5)
ORDER BY r.id
LIMIT $6
