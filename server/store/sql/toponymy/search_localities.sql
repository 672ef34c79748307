-- store::toponymy::search_localities
-- Named places by a part of their name or of one that they had, by name.
-- $1 comune, or NULL for all
-- $2 part of a name in capitals as a LIKE pattern, or NULL for all
-- $3 stages
-- $4 name after which to begin, or NULL
-- $5 identifier after which to begin among those of that name, or NULL
-- $6 how many at most
SELECT c.seq, c.subject_kind, c.subject, l.since AS valid_from, civico.in_degrees(c.after) AS thing
FROM (
    SELECT l.id, l.act, l.ordinal, l.since, upper(l.name) AS sort
    FROM civico.locality l
    WHERE ($1::text IS NULL OR l.municipality = $1) AND l.stage = ANY ($3)
) AS l
JOIN civico.register_change c ON c.act = l.act AND c.ordinal = l.ordinal
WHERE ($4::text IS NULL OR (l.sort, l.id) > ($4, $5::uuid))
  AND ($2::text IS NULL OR l.sort LIKE $2
       OR EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(c.after -> 'aliases', '[]')) AS alias
                  WHERE upper(alias ->> 'text') LIKE $2))
ORDER BY l.sort, l.id
LIMIT $6
