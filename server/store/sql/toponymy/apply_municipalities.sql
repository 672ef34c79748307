-- store::toponymy::apply_municipalities
-- Brings the comuni to what the events of an act say; what is only scheduled changes nothing yet.
-- $1 act
INSERT INTO civico.municipality (istat_code, cadastral_code, name, homogeneous_zone, population, territory,
    successor, digest, act, ordinal, since)
SELECT DISTINCT ON (istat_code) istat_code, cadastral_code, name, homogeneous_zone, population, territory,
       successor, digest, act, ordinal, valid_from
FROM civico.municipality_event
WHERE act = $1 AND event_type NOT IN ('scheduled', 'unscheduled')
ORDER BY istat_code, ordinal DESC
ON CONFLICT (istat_code) DO UPDATE
SET cadastral_code = excluded.cadastral_code, name = excluded.name,
    homogeneous_zone = excluded.homogeneous_zone, population = excluded.population,
    territory = excluded.territory, successor = excluded.successor, digest = excluded.digest,
    act = excluded.act, ordinal = excluded.ordinal, since = excluded.since
