-- store::audit::list_entries
-- Newest first. Names are those of people and programs that the caller may see.
-- $1 ente
-- $2 number before which to begin, or NULL
-- $3 operation, or NULL for all
-- $4 how many at most
SELECT a.id, a.at, a.actor, coalesce(p.name, p.account, k.label) AS actor_name, a.ente, a.acting_for,
       a.operation, a.row_count, a.purpose
FROM civico.audit_entry a
LEFT JOIN civico.person p ON a.actor = 'person:' || p.id
LEFT JOIN civico.api_key k ON a.actor = 'key:' || k.id
WHERE a.ente = $1 AND ($2::bigint IS NULL OR a.id < $2) AND ($3::text IS NULL OR a.operation = $3)
ORDER BY a.id DESC
LIMIT $4
