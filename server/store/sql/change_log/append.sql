-- store::change_log::append
-- Appends a block of changes; the lock must be held by an earlier statement of the transaction.
-- $1 change types
-- $2 subjects, as many as types
-- $3 enti, as many as types
-- $4 actor
-- $5 whether the subjects are public, as many as types
INSERT INTO civico.change_log (seq, recorded, change_type, subject, ente, actor, is_public)
SELECT last.seq + change.place, last.now,
       change.change_type, change.subject, change.ente, $4, change.is_public
FROM (
    SELECT coalesce(max(seq), 0) AS seq,
           greatest(clock_timestamp(), max(recorded) + interval '1 microsecond') AS now
    FROM (SELECT seq, recorded FROM civico.change_log ORDER BY seq DESC LIMIT 1) AS newest
) AS last,
unnest($1::text[], $2::text[], $3::text[], $5::boolean[]) WITH ORDINALITY
    AS change (change_type, subject, ente, is_public, place)
