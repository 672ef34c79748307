-- store::toponymy::clear_staging
-- $1 act
DELETE FROM civico.register_staging WHERE act = $1
