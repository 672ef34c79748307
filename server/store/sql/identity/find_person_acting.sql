-- store::identity::find_person_acting
-- A person acting for an ente, as now.
-- $1 person
-- $2 ente
SELECT e.code, e.slug, e.kind,
       ARRAY(SELECT DISTINCT r.role FROM civico.role_assignment r
             WHERE r.person = $1 AND r.ente = e.code) AS roles,
       ARRAY(SELECT h.owner FROM civico.ente_heir h
             WHERE h.reader = e.code AND h.owner <> e.code) AS predecessors,
       ARRAY(SELECT d.ente FROM civico.delegation d WHERE d.delegate = e.code ORDER BY d.id) AS delegating,
       ARRAY(SELECT d.role FROM civico.delegation d WHERE d.delegate = e.code ORDER BY d.id) AS delegated,
       CASE WHEN e.kind = 'metropolitan-city' THEN ARRAY(SELECT code FROM civico.ente) ELSE '{}' END AS seen
FROM civico.ente e
WHERE e.code = $2
