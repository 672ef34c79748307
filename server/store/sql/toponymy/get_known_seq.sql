-- store::toponymy::get_known_seq
-- The number of the last change that was recorded at an instant, or of the last of all.
-- $1 instant, or NULL
SELECT coalesce(max(l.seq), 0) AS seq
FROM (
    SELECT seq FROM civico.change_log
    WHERE $1::timestamptz IS NULL OR recorded <= $1
    ORDER BY recorded DESC
    LIMIT 1
) AS l
