-- store::records::list_data_keys
SELECT ente, wrapped_key, master_key FROM civico.record_key ORDER BY ente FOR UPDATE
