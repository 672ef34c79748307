-- store::toponymy::list_acts
-- Newest first.
-- $1 ente, or NULL for all
-- $2 state, or NULL for all
-- $3 before which instant, or NULL
-- $4 how many at most
SELECT a.id, a.kind, a.ente, a.actor, a.acting_ente, a.state, a.command, a.legal_act, a.reason, a.valid_from,
       a.recorded_at, a.decided_by, a.decided_at, a.decision_reason, a.carries_out
FROM civico.register_act a
WHERE ($1::text IS NULL OR a.ente = $1)
  AND ($2::text IS NULL OR a.state = $2)
  AND ($3::timestamptz IS NULL OR a.recorded_at < $3)
ORDER BY a.recorded_at DESC
LIMIT $4
