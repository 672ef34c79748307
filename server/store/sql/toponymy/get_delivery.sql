-- store::toponymy::get_delivery
-- $1 id
SELECT d.id, d.ente, d.layout, d.crs, d.encoding, d.state, d.needs_second, d.report, d.created_by, d.created_at,
       d.decided_by, d.decided_at,
       ARRAY(SELECT u.name FROM civico.upload u WHERE u.delivery = d.id ORDER BY u.ordinal) AS files
FROM civico.register_delivery d
WHERE d.id = $1
