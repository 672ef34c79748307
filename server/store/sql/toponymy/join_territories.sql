-- store::toponymy::join_territories
-- The territories of two comuni as one; no row where one of them is not known.
-- $1 comune
-- $2 the other
SELECT encode(ST_AsEWKB(ST_Multi(ST_Union(one.territory, other.territory))), 'hex') AS territory
FROM civico.municipality one
JOIN civico.municipality other ON other.istat_code = $2 AND other.territory IS NOT NULL
WHERE one.istat_code = $1 AND one.territory IS NOT NULL
