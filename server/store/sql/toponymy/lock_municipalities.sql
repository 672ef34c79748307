-- store::toponymy::lock_municipalities
-- Whoever changes the register of a comune waits for whoever does.
-- $1 comuni
SELECT pg_advisory_xact_lock(hashtextextended('civico register ' || code, 0))
FROM (SELECT DISTINCT unnest($1::text[]) AS code ORDER BY 1) AS sorted
