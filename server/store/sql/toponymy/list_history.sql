-- store::toponymy::list_history
-- What happened to a thing, oldest first.
-- $1 identifier
-- $2 how many at most
SELECT seq, recorded, act, event_type, subject_kind, subject, municipality, ente, reason, valid_from,
       civico.in_degrees(before) AS before, civico.in_degrees(after) AS after
FROM civico.register_change
WHERE subject = $1
ORDER BY seq
LIMIT $2
