-- store::processing::list_expired
-- $1 now
SELECT j.id FROM civico.job j WHERE j.expires_at < $1 ORDER BY j.expires_at LIMIT 100
