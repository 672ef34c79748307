-- store::change_log::notify
-- Wakes the nodes; they read the log by themselves.
SELECT pg_notify('civico_change_log', '')
