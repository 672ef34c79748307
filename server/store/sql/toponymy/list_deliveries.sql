-- store::toponymy::list_deliveries
-- Newest first; row level security decides which.
-- $1 ente, or NULL for all
-- $2 created before, or NULL
-- $3 how many at most
SELECT d.id, d.ente, d.layout, d.crs, d.encoding, d.state, d.needs_second, d.report, d.created_by, d.created_at,
       d.decided_by, d.decided_at,
       ARRAY(SELECT u.name FROM civico.upload u WHERE u.delivery = d.id ORDER BY u.ordinal) AS files
FROM civico.register_delivery d
WHERE ($1::text IS NULL OR d.ente = $1) AND ($2::timestamptz IS NULL OR d.created_at < $2)
ORDER BY d.created_at DESC, d.id
LIMIT $3
