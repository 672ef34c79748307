-- store::identity::find_key
-- $1 id
-- $2 SHA-256 of the secret
-- $3 now
SELECT k.id, k.routes, k.purpose, k.last_used_at, k.roles,
       e.code, e.slug, e.kind,
       ARRAY(SELECT h.owner FROM civico.ente_heir h
             WHERE h.reader = k.ente AND h.owner <> k.ente) AS predecessors,
       ARRAY(SELECT d.ente FROM civico.delegation d WHERE d.delegate = k.ente ORDER BY d.id) AS delegating,
       ARRAY(SELECT d.role FROM civico.delegation d WHERE d.delegate = k.ente ORDER BY d.id) AS delegated,
       CASE WHEN e.kind = 'metropolitan-city' THEN ARRAY(SELECT code FROM civico.ente) ELSE '{}' END AS seen
FROM civico.api_key k
JOIN civico.ente e ON e.code = k.ente
WHERE k.id = $1 AND k.secret_sha256 = $2 AND k.revoked_at IS NULL AND k.expires_at > $3
