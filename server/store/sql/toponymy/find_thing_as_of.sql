-- store::toponymy::find_thing_as_of
-- A thing as it was on a day, by what was known at a register number: of what holds by then, what
-- holds longest holds least, and what was recorded last counts.
-- $1 identifier
-- $2 day
-- $3 register number
SELECT c.seq, c.subject_kind, c.subject, c.valid_from, civico.in_degrees(c.after) AS thing,
       c.subject_kind = 'address' AND civico.is_decided(c.subject, c.seq) AS is_decided,
       -- What was compared with ANNCSU on which day is not kept: answers about the past never change.
       NULL::boolean AS is_aligned
FROM civico.register_change c
WHERE c.subject = $1 AND c.seq <= $3 AND (c.valid_from IS NULL OR c.valid_from <= $2)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > $3)
ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
LIMIT 1
