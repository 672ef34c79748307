-- store::toponymy::apply_localities
-- Brings the named places to what the events of an act say; what is only scheduled changes nothing yet.
-- $1 act
INSERT INTO civico.locality (id, municipality, name, stage, digest, act, ordinal, since)
SELECT DISTINCT ON (id) id, municipality, name, stage, digest, act, ordinal, valid_from
FROM civico.locality_event
WHERE act = $1 AND event_type NOT IN ('scheduled', 'unscheduled')
ORDER BY id, ordinal DESC
ON CONFLICT (id) DO UPDATE
SET municipality = excluded.municipality, name = excluded.name, stage = excluded.stage,
    digest = excluded.digest, act = excluded.act, ordinal = excluded.ordinal, since = excluded.since
