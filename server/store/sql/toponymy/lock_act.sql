-- store::toponymy::lock_act
-- Takes an act that waits, so that it is decided once.
-- $1 id
SELECT a.id, a.kind, a.ente, a.actor, a.acting_ente, a.state, a.command, a.legal_act, a.reason, a.valid_from,
       a.recorded_at, a.decided_by, a.decided_at, a.decision_reason, a.carries_out
FROM civico.register_act a
WHERE a.id = $1
FOR UPDATE
