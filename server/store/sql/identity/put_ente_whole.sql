-- store::identity::put_ente_whole
-- Adds an ente or brings all of it up to date; its slug stays.
-- $1 code
-- $2 slug
-- $3 name
-- $4 kind
-- $5 cadastral code, or NULL
-- $6 zone, or NULL
-- $7 IPA code, or NULL
-- $8 first day, or NULL
-- $9 first day on which it no longer exists, or NULL
-- $10 successor, or NULL
INSERT INTO civico.ente (code, slug, name, kind, cadastral_code, zone, ipa_code, valid_from, valid_to, successor)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, kind = excluded.kind, cadastral_code = excluded.cadastral_code,
    zone = excluded.zone, ipa_code = excluded.ipa_code, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, successor = excluded.successor
