-- store::identity::list_enti
SELECT code, slug, name, kind, cadastral_code, zone
FROM civico.ente
ORDER BY name, code
