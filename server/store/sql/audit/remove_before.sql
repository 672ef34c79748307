-- store::audit::remove_before
-- $1 instant
DELETE FROM civico.audit_entry WHERE at < $1
