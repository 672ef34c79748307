-- store::catalog::lock_ente
-- One import and one change of rights for an ente at a time.
-- $1 kind of lock
-- $2 code of the ente
SELECT pg_advisory_xact_lock($1, hashtext($2))
