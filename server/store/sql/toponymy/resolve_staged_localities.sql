-- store::toponymy::resolve_staged_localities
-- A file knows named places by their names alone: one that an office made or renamed is the one that
-- the file means, and its streets are in it.
-- $1 act
WITH same AS (
    SELECT s.subject AS staged, l.id::text AS known
    FROM civico.register_staging s
    JOIN civico.locality l ON l.municipality = s.municipality AND l.stage IN ('proposed', 'current')
        AND upper(l.name) = upper(s.after ->> 'name')
    WHERE s.act = $1 AND s.subject_kind = 'locality'
      AND NOT EXISTS (SELECT 1 FROM civico.locality k WHERE k.id::text = s.subject)
), moved AS (
    UPDATE civico.register_staging s SET after = s.after || jsonb_build_object('locality', same.known)
    FROM same
    WHERE s.act = $1 AND s.subject_kind = 'thoroughfare' AND s.after ->> 'locality' = same.staged
    RETURNING 1
)
DELETE FROM civico.register_staging s
USING same
WHERE s.act = $1 AND s.subject_kind = 'locality' AND s.subject = same.staged
