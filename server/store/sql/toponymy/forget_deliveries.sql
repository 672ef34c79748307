-- store::toponymy::forget_deliveries
-- Discards what nobody decided about in time.
-- $1 sent before
WITH forgotten AS (
    UPDATE civico.register_delivery SET state = 'discarded', decided_by = 'civico', decided_at = clock_timestamp()
    WHERE state = 'previewed' AND created_at < $1
    RETURNING id
)
UPDATE civico.upload SET content = NULL FROM forgotten WHERE upload.delivery = forgotten.id
