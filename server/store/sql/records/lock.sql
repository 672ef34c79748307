-- store::records::lock
-- Held while links are made or taken away, so that no event of the register passes them by; the number is "records" in ASCII.
SELECT pg_advisory_xact_lock_shared(32199625090950259)
