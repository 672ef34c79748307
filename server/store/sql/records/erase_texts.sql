-- store::records::erase_texts
-- Erases texts whose time is over; the records go on waiting for the officer.
-- $1 now
-- $2 instant before which they were sealed
-- $3 how many at most
UPDATE civico.record
SET sealed_text = NULL, sealed_at = NULL, revision = revision + 1, changed_at = $1
WHERE id IN (
    SELECT id FROM civico.record WHERE sealed_at < $2 ORDER BY sealed_at LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, ente
