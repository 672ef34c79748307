-- store::records::find_successor
-- Whether records may go over to a successor: it is in force, or what ended it is still to be looked at.
-- $1 successor
-- $2 whether it is a street
-- $3 number of the event that named it
SELECT stage IN ('proposed', 'current') OR l.seq > $3 AS may_have
FROM (
    SELECT id, stage, act, ordinal FROM civico.address WHERE NOT $2 AND id = $1
    UNION ALL
    SELECT id, stage, act, ordinal FROM civico.thoroughfare WHERE $2 AND id = $1
) AS successor
JOIN civico.change_log l ON l.act = successor.act AND l.ordinal = successor.ordinal
