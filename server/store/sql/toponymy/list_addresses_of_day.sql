-- store::toponymy::list_addresses_of_day
-- For the geocoder: addresses as they were on a day, by all that is known.
-- $1 day
SELECT a.id, a.thoroughfare, a.locator, a.postcode, a.stage, a.lon, a.lat
FROM civico.address a
WHERE a.since IS NULL OR a.since <= $1
UNION ALL
SELECT a.id, (past.after ->> 'thoroughfare')::uuid, past.after -> 'locator', past.after ->> 'postcode',
       past.after ->> 'stage', ST_X(p.point), ST_Y(p.point)
FROM civico.address a
CROSS JOIN LATERAL (
    SELECT c.after
    FROM civico.register_change c
    WHERE c.subject = a.id::text AND c.subject_kind = 'address'
      AND (c.valid_from IS NULL OR c.valid_from <= $1)
      AND c.event_type NOT IN ('scheduled', 'unscheduled')
    ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
    LIMIT 1) AS past
CROSS JOIN LATERAL (
    SELECT ST_Transform((past.after -> 'positions' -> 0 ->> 'point')::geometry, 4326) AS point) AS p
WHERE a.since > $1
