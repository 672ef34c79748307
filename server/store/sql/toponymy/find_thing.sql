-- store::toponymy::find_thing
-- A thing of the register as it is.
-- $1 identifier
SELECT c.seq, c.subject_kind, c.subject, t.since AS valid_from,
       civico.in_degrees(c.after) AS thing
FROM (
    SELECT act, ordinal, since FROM civico.thoroughfare WHERE id::text = $1
    UNION ALL SELECT act, ordinal, since FROM civico.address WHERE id::text = $1
    UNION ALL SELECT act, ordinal, since FROM civico.locality WHERE id::text = $1
    UNION ALL SELECT act, ordinal, since FROM civico.municipality WHERE istat_code = $1
) AS t
JOIN civico.register_change c ON c.act = t.act AND c.ordinal = t.ordinal
