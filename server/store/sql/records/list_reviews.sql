-- store::records::list_reviews
-- Records that wait for the officer, with the sealed text and what they were linked to; oldest first.
-- $1 ente
-- $2 record after which to begin, or NULL
-- $3 how many at most
SELECT r.id, r.ente, r.kind, r.reference, r.state, r.review_reason, r.address, r.thoroughfare, r.level,
       r.score, r.margin, r.model, r.resolved_at, r.register_seq, r.sealed_at, r.revision, r.created_at, r.changed_at,
       r.sealed_text, nullif(concat_ws(' ', nullif(t.kind, ''), t.name), '') AS former_street,
       a.number_label AS former_number, m.name AS former_municipality
FROM civico.record r
LEFT JOIN civico.address a ON a.id = r.address
LEFT JOIN civico.thoroughfare t ON t.id = coalesce(r.thoroughfare, a.thoroughfare)
LEFT JOIN civico.municipality m ON m.istat_code = t.municipality
WHERE r.ente = $1 AND r.state = 'to-review' AND ($2::uuid IS NULL OR r.id > $2)
ORDER BY r.id
LIMIT $3
