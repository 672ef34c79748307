-- store::change_log::lock
-- Serialises the writers of the log; the number is "civico" in ASCII.
SELECT pg_advisory_xact_lock(109330380940143)
