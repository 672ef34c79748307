-- store::toponymy::smell_delivery
-- The register changed since it was looked at: the delivery smells now.
-- $1 id
-- $2 report
UPDATE civico.register_delivery SET needs_second = true, report = $2 WHERE id = $1 AND state = 'previewed'
