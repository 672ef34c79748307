-- store::toponymy::list_addresses
-- For the geocoder.
SELECT a.id, a.thoroughfare, a.locator, a.postcode, a.stage, ST_X(p.point) AS lon, ST_Y(p.point) AS lat
FROM civico.address a
CROSS JOIN LATERAL (SELECT ST_Transform(a.point, 4326) AS point) AS p
ORDER BY a.thoroughfare, a.id
