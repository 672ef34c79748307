-- store::change_log::append_act
-- Numbers the events of an act in one block; the lock must be held by an earlier statement.
-- $1 act
-- $2 actor
WITH appended AS (
INSERT INTO civico.change_log (seq, recorded, change_type, subject, ente, actor, act, ordinal)
SELECT last.seq + event.ordinal, last.now,
       'register.' || event.event_type, event.subject, act.ente, $2, event.act, event.ordinal
FROM (
    SELECT coalesce(max(seq), 0) AS seq,
           greatest(clock_timestamp(), max(recorded) + interval '1 microsecond') AS now
    FROM (SELECT seq, recorded FROM civico.change_log ORDER BY seq DESC LIMIT 1) AS newest
) AS last,
civico.register_event AS event
JOIN civico.register_act AS act ON act.id = event.act
WHERE event.act = $1
RETURNING seq
)
SELECT max(seq) AS last FROM appended
