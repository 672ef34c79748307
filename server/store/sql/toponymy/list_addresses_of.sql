-- store::toponymy::list_addresses_of
-- The addresses of a street as they are.
-- $1 street
-- $2 stages
-- $3 how many at most
SELECT c.seq, c.subject_kind, c.subject, a.since AS valid_from,
       civico.in_degrees(c.after) AS thing,
       c.event_type <> 'imported' AND civico.is_decided(c.subject, c.seq) AS is_decided,
       a.anncsu_id IS NOT NULL AND civico.is_aligned(a.id) AS is_aligned
FROM civico.address a
JOIN civico.register_change c ON c.act = a.act AND c.ordinal = a.ordinal
WHERE a.thoroughfare = $1 AND a.stage = ANY ($2)
ORDER BY (a.locator ->> 'number')::bigint NULLS LAST, a.number_label, a.id
LIMIT $3
