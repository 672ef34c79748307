-- store::toponymy::apply_addresses
-- Brings the addresses to what the events of an act say; what is only scheduled changes nothing yet.
-- $1 act
INSERT INTO civico.address (id, municipality, thoroughfare, local_code, anncsu_id, locator, number_label,
    postcode, stage, point, positions, digest, act, ordinal, since, lon, lat)
SELECT id, municipality, thoroughfare, local_code, anncsu_id, locator, number_label,
       postcode, stage, point, positions, digest, act, ordinal, valid_from, ST_X(degrees), ST_Y(degrees)
FROM (
    SELECT DISTINCT ON (id) id, municipality, thoroughfare, local_code, anncsu_id, locator, number_label,
           postcode, stage, point, positions, digest, act, ordinal, valid_from
    FROM civico.address_event
    WHERE act = $1 AND event_type NOT IN ('scheduled', 'unscheduled')
    ORDER BY id, ordinal DESC
) AS newest
CROSS JOIN LATERAL (SELECT ST_Transform(point, 4326) AS degrees) AS in_degrees
ON CONFLICT (id) DO UPDATE
SET municipality = excluded.municipality, thoroughfare = excluded.thoroughfare,
    local_code = excluded.local_code, anncsu_id = excluded.anncsu_id, locator = excluded.locator,
    number_label = excluded.number_label, postcode = excluded.postcode, stage = excluded.stage,
    point = excluded.point, positions = excluded.positions, digest = excluded.digest,
    act = excluded.act, ordinal = excluded.ordinal, since = excluded.since,
    lon = excluded.lon, lat = excluded.lat
