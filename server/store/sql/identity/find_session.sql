-- store::identity::find_session
-- $1 SHA-256 of the token
-- $2 now
SELECT s.person, p.name, p.account, s.level, s.csrf, s.id_token, s.expires_at,
       e.code, e.slug, e.kind, e.name AS ente_name,
       ARRAY(SELECT DISTINCT r.role FROM civico.role_assignment r
             WHERE r.person = s.person AND r.ente = s.acting) AS roles,
       ARRAY(SELECT h.owner FROM civico.ente_heir h
             WHERE h.reader = s.acting AND h.owner <> s.acting) AS predecessors,
       ARRAY(SELECT d.ente FROM civico.delegation d WHERE d.delegate = s.acting ORDER BY d.id) AS delegating,
       ARRAY(SELECT d.role FROM civico.delegation d WHERE d.delegate = s.acting ORDER BY d.id) AS delegated,
       CASE WHEN e.kind = 'metropolitan-city' THEN ARRAY(SELECT code FROM civico.ente) ELSE '{}' END AS seen
FROM civico.session s
JOIN civico.person p ON p.id = s.person
LEFT JOIN civico.ente e ON e.code = s.acting
WHERE s.token_sha256 = $1 AND s.expires_at > $2
