-- store::catalog::count_register_items
-- What each of the register's collections shows by default.
SELECT 'municipalities' AS collection, count(*) AS items FROM civico.municipality
UNION ALL
SELECT 'thoroughfares', count(*) FROM civico.thoroughfare WHERE stage = 'current'
UNION ALL
SELECT 'addresses', count(*) FROM civico.address WHERE stage = 'current'
UNION ALL
SELECT 'localities', count(*) FROM civico.locality WHERE stage = 'current'
