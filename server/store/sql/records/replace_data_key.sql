-- store::records::replace_data_key
-- $1 ente
-- $2 wrapped key
-- $3 id of the master key
UPDATE civico.record_key SET wrapped_key = $2, master_key = $3, wrapped_at = clock_timestamp() WHERE ente = $1
