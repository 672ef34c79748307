-- store::identity::count_people
-- How many hold a role for an ente, and how many administer it.
-- $1 ente
SELECT count(*) AS people, count(*) FILTER (WHERE role = 'administrator') AS administrators
FROM civico.role_assignment
WHERE ente = $1
