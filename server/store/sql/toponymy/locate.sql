-- store::toponymy::locate
-- Puts a point on the ground, and says how far from the territory of a comune it is.
-- $1 longitude in degrees (RDN2008)
-- $2 latitude in degrees
-- $3 comune
SELECT encode(ST_AsEWKB(p.point), 'hex') AS point, ST_Distance(p.point, m.territory) AS outside_m
FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 6706), (SELECT srid FROM civico.installation)) AS point) AS p
LEFT JOIN civico.municipality m ON m.istat_code = $3
