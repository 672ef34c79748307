-- store::records::set_cursor
-- $1 number of the last change that was looked at
UPDATE civico.record_cursor SET seq = $1
