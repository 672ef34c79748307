-- store::toponymy::get_known_seq
-- The number of the last change that was recorded at an instant, or of the last of all.
-- $1 instant, or NULL
SELECT coalesce(CASE
    WHEN $1::timestamptz IS NULL THEN (SELECT max(seq) FROM civico.change_log)
    ELSE (SELECT seq FROM civico.change_log WHERE recorded <= $1 ORDER BY recorded DESC, seq DESC LIMIT 1)
END, 0) AS seq
