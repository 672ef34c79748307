-- store::identity::find_ente
-- $1 code or slug
SELECT code, slug, name, kind, cadastral_code, ipa_code, zone, valid_from, valid_to, successor
FROM civico.ente
WHERE code = $1 OR slug = $1
