-- store::toponymy::end_act
-- An act that waited, or was scheduled, comes to nothing, or has been carried out.
-- $1 id
-- $2 state
-- $3 who decided
-- $4 why, or NULL
UPDATE civico.register_act
SET state = $2, decided_by = $3, decided_at = clock_timestamp(), decision_reason = $4
WHERE id = $1
