-- store::identity::put_ente
-- $1 code
-- $2 slug
-- $3 name
-- $4 kind
-- $5 cadastral code, or NULL
-- $6 zone, or NULL
INSERT INTO civico.ente (code, slug, name, kind, cadastral_code, zone)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, kind = excluded.kind, cadastral_code = excluded.cadastral_code, zone = excluded.zone
