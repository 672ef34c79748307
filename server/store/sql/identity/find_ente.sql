-- store::identity::find_ente
-- $1 code or slug
SELECT code, slug, name, kind, cadastral_code, zone
FROM civico.ente
WHERE code = $1 OR slug = $1
