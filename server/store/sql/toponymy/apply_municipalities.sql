-- store::toponymy::apply_municipalities
-- Brings the comuni to what the events of an act say.
-- $1 act
INSERT INTO civico.municipality (istat_code, cadastral_code, name, homogeneous_zone, population, territory, digest)
SELECT DISTINCT ON (e.subject)
       e.subject, e.after ->> 'cadastral_code', e.after ->> 'name', e.after ->> 'homogeneous_zone',
       (e.after ->> 'population')::bigint, ST_Multi((e.after ->> 'territory')::geometry), md5(e.after::text)
FROM civico.register_event e
WHERE e.act = $1 AND e.subject_kind = 'municipality'
ORDER BY e.subject, e.ordinal DESC
ON CONFLICT (istat_code) DO UPDATE
SET cadastral_code = excluded.cadastral_code, name = excluded.name,
    homogeneous_zone = excluded.homogeneous_zone, population = excluded.population,
    territory = excluded.territory, digest = excluded.digest
