-- store::audit::add_entry
-- $1 actor
-- $2 ente whose data
-- $3 ente acted for, or NULL
-- $4 operation
-- $5 number of rows, or NULL
-- $6 purpose, or NULL
INSERT INTO civico.audit_entry (actor, ente, acting_for, operation, row_count, purpose)
VALUES ($1, $2, $3, $4, $5, $6)
