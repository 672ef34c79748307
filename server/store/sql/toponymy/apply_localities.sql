-- store::toponymy::apply_localities
-- Brings the named places to what the events of an act say.
-- $1 act
INSERT INTO civico.locality (id, municipality, name, digest)
SELECT DISTINCT ON (e.subject) e.subject::uuid, e.municipality, e.after ->> 'name', md5(e.after::text)
FROM civico.register_event e
WHERE e.act = $1 AND e.subject_kind = 'locality'
ORDER BY e.subject, e.ordinal DESC
ON CONFLICT (id) DO UPDATE
SET municipality = excluded.municipality, name = excluded.name, digest = excluded.digest
