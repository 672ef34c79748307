-- store::toponymy::list_addresses
-- For the geocoder.
SELECT a.id, a.thoroughfare, a.locator, a.postcode, a.stage, a.lon, a.lat
FROM civico.address a
ORDER BY a.thoroughfare, a.id
