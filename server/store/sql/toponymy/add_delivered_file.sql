-- store::toponymy::add_delivered_file
-- $1 id
-- $2 delivery
-- $3 place in the order of the layout
-- $4 name as sent
-- $5 SHA-256, hexadecimal
-- $6 content
INSERT INTO civico.upload (id, ente, name, sha256, size_bytes, created_by, delivery, ordinal, content)
SELECT $1, d.ente, $4, $5, octet_length($6::bytea), d.created_by, d.id, $3, $6
FROM civico.register_delivery d
WHERE d.id = $2
