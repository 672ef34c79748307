-- The ten names nearest by trigrams; of these the nearest with the number and its exponent, else the
-- number alone, else a number of the nearest street.
SELECT n.lon, n.lat
FROM (SELECT street, name <-> $1 AS apart FROM name ORDER BY name <-> $1 LIMIT 10) AS s
JOIN LATERAL (
    SELECT lon, lat, (number = $2)::integer * 2 + (number = $3)::integer AS fits
    FROM number WHERE street = s.street ORDER BY fits DESC LIMIT 1
) AS n ON true
ORDER BY round(s.apart::numeric, 2) - n.fits * 0.1, s.apart
LIMIT 1
