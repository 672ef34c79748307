-- store::toponymy::add_act
-- $1 id
-- $2 kind
-- $3 ente whose register it is about
-- $4 actor
-- $5 digest of the source, or NULL
-- $6 report, or NULL
-- $7 who else approved it, or NULL
-- $8 from which day on it holds, or NULL
INSERT INTO civico.register_act (id, kind, ente, actor, source_digest, report, approved_by, recorded_at, valid_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8)
