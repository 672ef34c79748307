-- store::records::follow
-- Brings links to what the register's events mean for them.
-- $1 now
-- $2 records; what follows is by record
-- $3 states
-- $4 reasons for a review, or NULL
-- $5 addresses to go over to, or NULL to stay
-- $6 streets to go over to, or NULL to stay
-- $7 register numbers
UPDATE civico.record r
SET state = n.state, review_reason = n.review_reason, address = n.address, thoroughfare = n.thoroughfare,
    register_seq = n.register_seq, revision = r.revision + 1, changed_at = $1,
    geom = CASE WHEN n.state = 'resolved' THEN coalesce(a.point, t.point) ELSE r.geom END
FROM (
    SELECT u.id, u.state, u.review_reason, u.register_seq, coalesce(u.address, o.address) AS address,
           coalesce(u.thoroughfare, o.thoroughfare) AS thoroughfare
    FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::bigint[])
        AS u (id, state, review_reason, address, thoroughfare, register_seq)
    JOIN civico.record o ON o.id = u.id
) AS n
LEFT JOIN civico.address a ON a.id = n.address
LEFT JOIN civico.thoroughfare t ON t.id = n.thoroughfare
WHERE r.id = n.id
