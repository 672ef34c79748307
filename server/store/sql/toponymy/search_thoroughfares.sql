-- store::toponymy::search_thoroughfares
-- Streets by a part of their name or of an alias, by name.
-- $1 comune, or NULL for all
-- $2 part of a name in capitals as a LIKE pattern, or NULL for all
-- $3 stages
-- $4 name after which to begin, or NULL
-- $5 identifier after which to begin among those of that name, or NULL
-- $6 how many at most
-- $7 the comune's own code, or NULL
SELECT c.seq, c.subject_kind, c.subject, t.since AS valid_from,
       civico.in_degrees(c.after) AS thing, civico.is_street_aligned(t.id) AS is_aligned
FROM (
    SELECT t.id, t.act, t.ordinal, t.since, civico.sort_name(t.kind, t.name) AS sort
    FROM civico.thoroughfare t
    WHERE ($1::text IS NULL OR t.municipality = $1)
      AND t.stage = ANY ($3)
      AND ($7::text IS NULL OR t.local_code = $7)
      AND ($2::text IS NULL OR civico.sort_name(t.kind, t.name) LIKE $2
           OR EXISTS (SELECT 1 FROM unnest(t.aliases) AS alias WHERE upper(alias) LIKE $2))
) AS t
JOIN civico.register_change c ON c.act = t.act AND c.ordinal = t.ordinal
WHERE $4::text IS NULL OR (t.sort, t.id) > ($4, $5::uuid)
ORDER BY t.sort, t.id
LIMIT $6
