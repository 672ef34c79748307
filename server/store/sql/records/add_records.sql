-- store::records::add_records
-- Adds records whose reference is free, and returns their ids.
-- $1 ente
-- $2 actor
-- $3 now
-- $4 ids; what follows is by record
-- $5 kinds
-- $6 references
-- $7 states
-- $8 reasons for a review, or NULL
-- $9 addresses, or NULL
-- $10 streets, or NULL
-- $11 levels, or NULL
-- $12 scores, or NULL
-- $13 margins, or NULL
-- $14 versions of the scoring, or NULL
-- $15 register numbers
-- $16 sealed texts, or NULL
INSERT INTO civico.record (id, ente, kind, reference, state, review_reason, address, thoroughfare, level, score,
    margin, model, register_seq, resolved_at, sealed_text, sealed_at, geom, created_by, created_at, changed_at)
SELECT n.id, $1, n.kind, n.reference, n.state, n.review_reason, n.address, n.thoroughfare, n.level, n.score,
       n.margin, n.model, n.register_seq, CASE WHEN n.state = 'resolved' THEN $3::timestamptz END,
       n.sealed_text, CASE WHEN n.sealed_text IS NOT NULL THEN $3::timestamptz END,
       coalesce(a.point, t.point), $2, $3, $3
FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[], $11::text[],
    $12::float8[], $13::float8[], $14::text[], $15::bigint[], $16::bytea[])
    AS n (id, kind, reference, state, review_reason, address, thoroughfare, level, score, margin, model,
        register_seq, sealed_text)
LEFT JOIN civico.address a ON a.id = n.address
LEFT JOIN civico.thoroughfare t ON t.id = n.thoroughfare
ON CONFLICT (ente, kind, reference) DO NOTHING
RETURNING id
