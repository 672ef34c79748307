-- store::toponymy::apply_thoroughfares
-- Brings the streets to what the events of an act say; what is only scheduled changes nothing yet.
-- $1 act
INSERT INTO civico.thoroughfare (id, municipality, local_code, anncsu_id, kind, name, language_1, language_2,
    aliases, locality, stage, missing_in_source, course, digest, act, ordinal, since)
SELECT DISTINCT ON (id) id, municipality, local_code, anncsu_id, kind, name, language_1, language_2,
       aliases, locality, stage, missing_in_source, course, digest, act, ordinal, valid_from
FROM civico.thoroughfare_event
WHERE act = $1 AND event_type NOT IN ('scheduled', 'unscheduled')
ORDER BY id, ordinal DESC
ON CONFLICT (id) DO UPDATE
SET municipality = excluded.municipality, local_code = excluded.local_code, anncsu_id = excluded.anncsu_id,
    kind = excluded.kind, name = excluded.name, language_1 = excluded.language_1,
    language_2 = excluded.language_2, aliases = excluded.aliases, locality = excluded.locality,
    stage = excluded.stage, missing_in_source = excluded.missing_in_source, course = excluded.course,
    digest = excluded.digest, act = excluded.act, ordinal = excluded.ordinal, since = excluded.since
