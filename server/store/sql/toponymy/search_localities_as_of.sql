-- store::toponymy::search_localities_as_of
-- Named places of a comune as they were on a day, by what was known at a register number.
-- $1 comune
-- $2 part of a name in capitals as a LIKE pattern, or NULL for all
-- $3 stages
-- $4 name after which to begin, or NULL
-- $5 identifier after which to begin among those of that name, or NULL
-- $6 how many at most
-- $7 day
-- $8 register number
WITH ever AS (
    SELECT DISTINCT e.subject FROM civico.subject_municipality e
    WHERE e.municipality = $1 AND e.subject_kind = 'locality'
), latest AS (
    SELECT DISTINCT ON (c.subject) c.seq, c.subject_kind, c.subject, c.valid_from, c.after, c.municipality,
           upper(c.after ->> 'name') AS sort
    FROM ever
    JOIN civico.register_change c ON c.subject = ever.subject AND c.subject_kind = 'locality'
    WHERE c.seq <= $8 AND (c.valid_from IS NULL OR c.valid_from <= $7)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > $8)
    ORDER BY c.subject, c.valid_from DESC NULLS LAST, c.seq DESC
)
SELECT seq, subject_kind, subject, valid_from, civico.in_degrees(after) AS thing
FROM latest
WHERE municipality = $1
  AND after ->> 'stage' = ANY ($3)
  AND ($2::text IS NULL OR sort LIKE $2
       OR EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(after -> 'aliases', '[]')) AS alias
                  WHERE upper(alias ->> 'text') LIKE $2))
  AND ($4::text IS NULL OR (sort, subject) > ($4, $5::uuid::text))
ORDER BY sort, subject
LIMIT $6
