-- store::toponymy::remove_delivered_content
-- $1 delivery
UPDATE civico.upload SET content = NULL WHERE delivery = $1
