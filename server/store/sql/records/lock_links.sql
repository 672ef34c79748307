-- store::records::lock_links
-- Waits for links that are being made; those made later read the register as it is then.
SELECT pg_advisory_xact_lock(32199625090950259)
