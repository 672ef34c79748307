-- store::export::count_records
-- $1 ente
SELECT count(*) AS count FROM civico.record r WHERE r.ente = $1
