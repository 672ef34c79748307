-- store::identity::find_key_acting
-- A program whose key holds still, acting for the key's ente.
-- $1 id of the key
-- $2 now
SELECT e.code, e.slug, e.kind, k.roles,
       ARRAY(SELECT h.owner FROM civico.ente_heir h
             WHERE h.reader = k.ente AND h.owner <> k.ente) AS predecessors,
       ARRAY(SELECT d.ente FROM civico.delegation d WHERE d.delegate = k.ente ORDER BY d.id) AS delegating,
       ARRAY(SELECT d.role FROM civico.delegation d WHERE d.delegate = k.ente ORDER BY d.id) AS delegated,
       CASE WHEN e.kind = 'metropolitan-city' THEN ARRAY(SELECT code FROM civico.ente) ELSE '{}' END AS seen
FROM civico.api_key k
JOIN civico.ente e ON e.code = k.ente
WHERE k.id = $1 AND k.revoked_at IS NULL AND k.expires_at > $2
