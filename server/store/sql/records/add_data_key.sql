-- store::records::add_data_key
-- Keeps a new key unless the ente has one.
-- $1 ente
-- $2 wrapped key
-- $3 id of the master key
INSERT INTO civico.record_key (ente, wrapped_key, master_key) VALUES ($1, $2, $3)
ON CONFLICT (ente) DO NOTHING
