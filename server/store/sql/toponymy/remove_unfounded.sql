-- store::toponymy::remove_unfounded
-- Removes what no event speaks of; nothing refers to such a row.
WITH addresses AS (
    DELETE FROM civico.address a
    WHERE NOT EXISTS (SELECT 1 FROM civico.register_event e WHERE e.subject = a.id::text)
    RETURNING 1
), thoroughfares AS (
    DELETE FROM civico.thoroughfare t
    WHERE NOT EXISTS (SELECT 1 FROM civico.register_event e WHERE e.subject = t.id::text)
    RETURNING 1
)
SELECT (SELECT count(*) FROM addresses) + (SELECT count(*) FROM thoroughfares) AS removed
