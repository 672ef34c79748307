-- store::toponymy::find_thing
-- A thing of the register as it is.
-- $1 identifier
WITH asked AS (
    SELECT CASE WHEN $1::text ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN $1::text::uuid END AS id
)
SELECT c.seq, c.subject_kind, c.subject, t.since AS valid_from,
       civico.in_degrees(c.after) AS thing,
       c.subject_kind = 'address' AND civico.is_decided(c.subject, c.seq) AS is_decided,
       CASE c.subject_kind
           WHEN 'address' THEN civico.is_aligned((SELECT id FROM asked))
           WHEN 'thoroughfare' THEN civico.is_street_aligned((SELECT id FROM asked))
       END AS is_aligned
FROM (
    SELECT act, ordinal, since FROM civico.thoroughfare WHERE id = (SELECT id FROM asked)
    UNION ALL SELECT act, ordinal, since FROM civico.address WHERE id = (SELECT id FROM asked)
    UNION ALL SELECT act, ordinal, since FROM civico.locality WHERE id = (SELECT id FROM asked)
    UNION ALL SELECT act, ordinal, since FROM civico.municipality WHERE istat_code = $1::text
) AS t
JOIN civico.register_change c ON c.act = t.act AND c.ordinal = t.ordinal
