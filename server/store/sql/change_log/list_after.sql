-- store::change_log::list_after
-- $1 number after which to begin
-- $2 how many at most
SELECT seq, recorded, change_type, subject, ente, actor
FROM civico.change_log
WHERE seq > $1
ORDER BY seq
LIMIT $2
