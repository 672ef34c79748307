-- store::toponymy::lock_all_municipalities
-- Waits for everybody who changes the register of a comune.
SELECT pg_advisory_xact_lock(hashtextextended('civico register ' || m.istat_code, 0))
FROM (SELECT istat_code FROM civico.municipality ORDER BY 1) AS m
