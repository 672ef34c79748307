-- store::toponymy::list_addresses_on
-- For the geocoder.
-- $1 streets
SELECT a.id, a.thoroughfare, a.locator, a.postcode, a.stage, a.lon, a.lat
FROM civico.address a
WHERE a.thoroughfare = ANY($1)
