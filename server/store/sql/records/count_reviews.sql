-- store::records::count_reviews
-- How many records of an ente wait for the officer.
-- $1 ente
SELECT count(*) AS count FROM civico.record r WHERE r.ente = $1 AND r.state = 'to-review'
