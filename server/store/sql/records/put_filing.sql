-- store::records::put_filing
-- Where a record stands from now on; a text that was sealed before is gone.
-- $1 record
-- $2 now
-- $3 state
-- $4 reason for a review, or NULL
-- $5 address, or NULL
-- $6 street, or NULL
-- $7 level, or NULL
-- $8 score, or NULL
-- $9 margin, or NULL
-- $10 version of the scoring, or NULL
-- $11 register number, or NULL
-- $12 sealed text, or NULL
UPDATE civico.record
SET state = $3, review_reason = $4, address = $5, thoroughfare = $6, level = $7, score = $8, margin = $9,
    model = $10, register_seq = $11, resolved_at = CASE WHEN $3 = 'resolved' THEN $2::timestamptz END,
    sealed_text = $12, sealed_at = CASE WHEN $12::bytea IS NOT NULL THEN $2::timestamptz END,
    geom = coalesce((SELECT point FROM civico.address WHERE id = $5),
                    (SELECT point FROM civico.thoroughfare WHERE id = $6)),
    revision = revision + 1, changed_at = $2
WHERE id = $1
