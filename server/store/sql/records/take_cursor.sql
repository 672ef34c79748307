-- store::records::take_cursor
-- How far links have followed the register; nothing while another node is at it.
SELECT seq FROM civico.record_cursor FOR UPDATE SKIP LOCKED
