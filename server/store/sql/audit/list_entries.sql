-- store::audit::list_entries
-- Newest first.
-- $1 ente
-- $2 number before which to begin, or NULL
-- $3 operation, or NULL for all
-- $4 how many at most
SELECT id, at, actor, ente, acting_for, operation, row_count, purpose
FROM civico.audit_entry
WHERE ente = $1 AND ($2::bigint IS NULL OR id < $2) AND ($3::text IS NULL OR operation = $3)
ORDER BY id DESC
LIMIT $4
