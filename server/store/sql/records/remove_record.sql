-- store::records::remove_record
-- $1 record
DELETE FROM civico.record WHERE id = $1
