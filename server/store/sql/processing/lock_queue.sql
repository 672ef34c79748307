-- store::processing::lock_queue
-- One ente's jobs are counted and added by one transaction at a time.
-- $1 number of the lock
-- $2 ente
SELECT pg_advisory_xact_lock($1, hashtext($2))
