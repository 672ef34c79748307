-- store::records::list_areas
-- The comuni as areas that do not move with what is counted in them.
SELECT m.istat_code, m.name, ST_AsEWKB(m.territory) AS territory, i.srid
FROM civico.municipality m
CROSS JOIN civico.installation i
WHERE m.successor IS NULL
ORDER BY m.istat_code
