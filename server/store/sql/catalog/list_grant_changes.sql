-- store::catalog::list_grant_changes
-- The statements that bring the GRANTs on an ente's tables to what visibility, shares, delegations
-- and successions say. A role that is not there (Civico may not create roles) is left out: nobody
-- can act under it.
-- $1 ente
-- $2 role of anonymous readers
WITH relation AS (
    SELECT c.oid, c.relacl, c.relowner, d.collection, d.ente, d.visibility,
           format('%I.%I', n.nspname, c.relname) AS name
    FROM civico.dataset d
    JOIN civico.dataset_version v ON v.collection = d.collection AND v.state = 'published'
    JOIN pg_namespace n ON n.nspname = v.relation_schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = v.relation_name
    WHERE d.ente = $1
), reader AS (
    SELECT r.oid, r.name, $2::text AS role FROM relation r WHERE r.visibility = 'public'
    UNION
    SELECT r.oid, r.name, e.database_role
    FROM relation r
    JOIN civico.ente_access a ON a.owner = r.ente
    JOIN civico.ente e ON e.code = a.reader
    WHERE r.visibility <> 'public'
    UNION
    SELECT r.oid, r.name, e.database_role
    FROM relation r
    JOIN civico.dataset_share s ON s.collection = r.collection
    JOIN civico.ente e ON e.code = s.ente
    WHERE r.visibility = 'shared'
), wanted AS (
    SELECT reader.* FROM reader JOIN pg_roles p ON p.rolname = reader.role
), actual AS (
    SELECT DISTINCT r.oid, r.name, p.rolname::text AS role
    FROM relation r
    CROSS JOIN LATERAL aclexplode(r.relacl) a
    JOIN pg_roles p ON p.oid = a.grantee
    WHERE a.grantee <> r.relowner
)
SELECT format('GRANT SELECT ON %s TO %I', added.name, added.role) AS statement
FROM (SELECT * FROM wanted EXCEPT SELECT * FROM actual) AS added
UNION ALL
SELECT format('REVOKE ALL ON %s FROM %I', gone.name, gone.role)
FROM (SELECT * FROM actual EXCEPT SELECT * FROM wanted) AS gone
