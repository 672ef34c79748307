-- store::toponymy::add_delivery
-- $1 id
-- $2 ente
-- $3 layout
-- $4 EPSG code, or NULL
-- $5 encoding, or NULL
-- $6 whether somebody else has to approve
-- $7 report
-- $8 actor
INSERT INTO civico.register_delivery (id, ente, layout, crs, encoding, state, needs_second, report, created_by)
VALUES ($1, $2, $3, $4, $5, 'previewed', $6, $7, $8)
