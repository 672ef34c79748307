-- store::toponymy::list_register_changes
-- $1 number after which to begin
-- $2 how many at most
-- $3 comune, or NULL for all
SELECT seq, recorded, act, event_type, subject_kind, subject, municipality, ente, reason, valid_from,
       civico.in_degrees(before) AS before, civico.in_degrees(after) AS after
FROM civico.register_change
WHERE seq > $1 AND ($3::text IS NULL OR municipality = $3)
ORDER BY seq
LIMIT $2
