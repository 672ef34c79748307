-- store::records::list_changes
-- What happened to the records of an ente, by the number of the change log; what the record is now
-- stands beside it while there is one.
-- $1 ente
-- $2 number after which to begin
-- $3 how many at most
SELECT l.seq, l.recorded, l.change_type, l.subject, l.ente, r.kind, r.reference, r.state
FROM civico.change_log l
LEFT JOIN civico.record r
    ON r.id = CASE WHEN starts_with(l.change_type, 'record.') THEN l.subject::uuid END AND r.ente = l.ente
WHERE l.ente = $1 AND NOT l.is_public AND starts_with(l.change_type, 'record.') AND l.seq > $2
ORDER BY l.seq
LIMIT $3
