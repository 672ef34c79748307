-- store::toponymy::put_act
-- Writes an act of somebody, or what became of one that waited.
-- $1 id
-- $2 type of the command
-- $3 ente whose register it is about
-- $4 actor
-- $5 ente acted for, or NULL
-- $6 state
-- $7 command
-- $8 act (provvedimento), or NULL
-- $9 reason, or NULL
-- $10 from which day on it holds
-- $11 who decided, or NULL
-- $12 the scheduled act that it carries out, or NULL
INSERT INTO civico.register_act (id, kind, ente, actor, acting_ente, state, command, legal_act, reason, valid_from,
    decided_by, decided_at, carries_out, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
    CASE WHEN $11::text IS NOT NULL THEN clock_timestamp() END, $12, clock_timestamp())
ON CONFLICT (id) DO UPDATE
SET state = excluded.state, command = excluded.command, legal_act = excluded.legal_act, reason = excluded.reason,
    valid_from = excluded.valid_from, decided_by = excluded.decided_by, decided_at = excluded.decided_at
