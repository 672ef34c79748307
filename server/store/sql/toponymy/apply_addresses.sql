-- store::toponymy::apply_addresses
-- Brings the addresses to what the events of an act say.
-- $1 act
INSERT INTO civico.address (id, municipality, thoroughfare, local_code, locator, number_label, postcode,
    stage, point, positions, digest)
SELECT DISTINCT ON (e.subject)
       e.subject::uuid, e.municipality, (e.after ->> 'thoroughfare')::uuid, e.after ->> 'local_code',
       e.after -> 'locator', e.after ->> 'label', e.after ->> 'postcode', e.after ->> 'stage',
       (e.after -> 'positions' -> 0 ->> 'point')::geometry, e.after -> 'positions', md5(e.after::text)
FROM civico.register_event e
WHERE e.act = $1 AND e.subject_kind = 'address'
ORDER BY e.subject, e.ordinal DESC
ON CONFLICT (id) DO UPDATE
SET municipality = excluded.municipality, thoroughfare = excluded.thoroughfare,
    local_code = excluded.local_code, locator = excluded.locator, number_label = excluded.number_label,
    postcode = excluded.postcode, stage = excluded.stage, point = excluded.point,
    positions = excluded.positions, digest = excluded.digest
