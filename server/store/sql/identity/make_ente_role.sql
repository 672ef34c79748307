-- store::identity::make_ente_role
-- Makes the database role of an ente, where Civico may (civico.make_role is there).
-- $1 code
SELECT civico.make_role(e.database_role) AS made FROM civico.ente e WHERE e.code = $1
