-- store::records::find_data_key
-- $1 ente
SELECT ente, wrapped_key, master_key FROM civico.record_key WHERE ente = $1
