-- store::toponymy::get_etag
-- The number of the event that made a street, an address or a named place what it is.
-- $1 identifier
SELECT l.seq
FROM (
    SELECT t.act, t.ordinal FROM civico.thoroughfare t WHERE t.id = $1
    UNION ALL
    SELECT a.act, a.ordinal FROM civico.address a WHERE a.id = $1
    UNION ALL
    SELECT l.act, l.ordinal FROM civico.locality l WHERE l.id = $1
) AS thing
JOIN civico.change_log l ON l.act = thing.act AND l.ordinal = thing.ordinal
