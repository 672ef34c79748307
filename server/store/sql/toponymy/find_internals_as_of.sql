-- store::toponymy::find_internals_as_of
-- What the comune wrote down of the internals of an address, as it was on a day, by what was known at
-- a register number.
-- $1 address
-- $2 day
-- $3 register number
SELECT e.after -> 'internals' AS internals
FROM (
    SELECT c.act, c.ordinal
    FROM civico.register_change c
    WHERE c.subject = $1::uuid::text AND c.subject_kind = 'address' AND c.seq <= $3
      AND (c.valid_from IS NULL OR c.valid_from <= $2)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > $3)
    ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
    LIMIT 1) AS latest
JOIN civico.register_event e ON e.act = latest.act AND e.ordinal = latest.ordinal
