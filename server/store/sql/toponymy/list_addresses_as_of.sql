-- store::toponymy::list_addresses_as_of
-- The addresses of a street as they were on a day, by what was known at a register number.
-- $1 street
-- $2 stages
-- $3 how many at most
-- $4 day
-- $5 register number
WITH ever AS (
    SELECT DISTINCT e.subject FROM civico.address_street e WHERE e.thoroughfare = $1::uuid::text
), latest AS (
    SELECT DISTINCT ON (c.subject) c.seq, c.subject_kind, c.subject, c.valid_from, c.after
    FROM ever
    JOIN civico.register_change c ON c.subject = ever.subject AND c.subject_kind = 'address'
    WHERE c.seq <= $5 AND (c.valid_from IS NULL OR c.valid_from <= $4)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > $5)
    ORDER BY c.subject, c.valid_from DESC NULLS LAST, c.seq DESC
)
SELECT seq, subject_kind, subject, valid_from, civico.in_degrees(after) AS thing,
       civico.is_decided(subject, seq) AS is_decided, false AS is_aligned
FROM latest
WHERE after ->> 'thoroughfare' = $1::uuid::text AND after ->> 'stage' = ANY ($2)
ORDER BY (after -> 'locator' ->> 'number')::bigint NULLS LAST, after ->> 'label', subject
LIMIT $3
