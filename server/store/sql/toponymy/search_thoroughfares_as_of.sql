-- store::toponymy::search_thoroughfares_as_of
-- Streets of a comune as they were on a day, by what was known at a register number.
-- $1 comune
-- $2 part of a name in capitals as a LIKE pattern, or NULL for all
-- $3 stages
-- $4 name after which to begin, or NULL
-- $5 identifier after which to begin among those of that name, or NULL
-- $6 how many at most
-- $7 the comune's own code, or NULL
-- $8 day
-- $9 register number
WITH ever AS (
    SELECT DISTINCT e.subject FROM civico.subject_municipality e
    WHERE e.municipality = $1 AND e.subject_kind = 'thoroughfare'
), latest AS (
    SELECT DISTINCT ON (c.subject) c.seq, c.subject_kind, c.subject, c.valid_from, c.after, c.municipality,
           civico.sort_name(c.after ->> 'kind', c.after ->> 'official_name') AS sort
    FROM ever
    JOIN civico.register_change c ON c.subject = ever.subject AND c.subject_kind = 'thoroughfare'
    WHERE c.seq <= $9 AND (c.valid_from IS NULL OR c.valid_from <= $8)
      AND c.event_type <> 'unscheduled' AND (c.resolved_at IS NULL OR c.resolved_at > $9)
    ORDER BY c.subject, c.valid_from DESC NULLS LAST, c.seq DESC
)
SELECT seq, subject_kind, subject, valid_from, civico.in_degrees(after) AS thing, NULL::boolean AS is_aligned
FROM latest
WHERE municipality = $1
  AND after ->> 'stage' = ANY ($3)
  AND ($7::text IS NULL OR after ->> 'local_code' = $7)
  AND ($2::text IS NULL OR sort LIKE $2
       OR EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(after -> 'aliases', '[]')) AS alias
                  WHERE upper(alias ->> 'text') LIKE $2))
  AND ($4::text IS NULL OR (sort, subject) > ($4, $5::uuid::text))
ORDER BY sort, subject
LIMIT $6
