-- store::records::get_window
-- The last of the changes that are looked at next.
-- $1 number after which to begin
-- $2 how many at most
SELECT max(seq) AS last FROM (SELECT seq FROM civico.change_log WHERE seq > $1 ORDER BY seq LIMIT $2) AS next
