-- store::identity::list_enti
SELECT code, slug, name, kind, cadastral_code, ipa_code, zone, valid_from, valid_to, successor
FROM civico.ente
ORDER BY name, code
