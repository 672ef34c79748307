-- store::toponymy::apply_thoroughfares
-- Brings the streets to what the events of an act say.
-- $1 act
INSERT INTO civico.thoroughfare (id, municipality, local_code, kind, name, aliases, locality, stage,
    missing_in_source, course, digest)
SELECT DISTINCT ON (e.subject)
       e.subject::uuid, e.municipality, e.after ->> 'local_code', e.after ->> 'kind', e.after ->> 'name',
       ARRAY(SELECT jsonb_array_elements_text(coalesce(e.after -> 'aliases', '[]'))),
       (e.after ->> 'locality')::uuid, e.after ->> 'stage', (e.after ->> 'missing_in_source')::boolean,
       ST_Multi((e.after ->> 'course')::geometry), md5(e.after::text)
FROM civico.register_event e
WHERE e.act = $1 AND e.subject_kind = 'thoroughfare'
ORDER BY e.subject, e.ordinal DESC
ON CONFLICT (id) DO UPDATE
SET municipality = excluded.municipality, local_code = excluded.local_code, kind = excluded.kind,
    name = excluded.name, aliases = excluded.aliases, locality = excluded.locality,
    stage = excluded.stage, missing_in_source = excluded.missing_in_source,
    course = excluded.course, digest = excluded.digest
