-- store::toponymy::end_delivery
-- $1 id
-- $2 published or discarded
-- $3 actor
-- $4 report, or NULL to leave it
UPDATE civico.register_delivery
SET state = $2, decided_by = $3, decided_at = clock_timestamp(), report = coalesce($4, report)
WHERE id = $1 AND state = 'previewed'
