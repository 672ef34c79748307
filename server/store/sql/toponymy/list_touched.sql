-- store::toponymy::list_touched
-- The streets that changed after a number, or on which addresses did, those of comuni that were compared
-- with ANNCSU, and the comuni that the changes
-- are in, as rows without a street: with whether one itself changed, or a named place of it ended.
-- $1 number after which to begin
-- $2 how many streets at most
WITH changed AS MATERIALIZED (
    SELECT subject_kind, subject, municipality, before, after
    FROM civico.register_change
    WHERE seq > $1
), streets AS (
    SELECT subject::uuid AS thoroughfare FROM changed WHERE subject_kind = 'thoroughfare'
    UNION
    SELECT (before ->> 'thoroughfare')::uuid FROM changed WHERE subject_kind = 'address' AND before IS NOT NULL
    UNION
    SELECT (after ->> 'thoroughfare')::uuid FROM changed WHERE subject_kind = 'address'
    UNION
    SELECT t.id
    FROM civico.change_log l
    JOIN civico.thoroughfare t ON t.municipality = l.subject
    WHERE l.seq > $1 AND l.change_type = 'register.anncsu-compared'
)
(SELECT thoroughfare, NULL AS municipality, false AS is_comune
 FROM streets WHERE thoroughfare IS NOT NULL LIMIT $2)
UNION ALL
SELECT NULL, municipality, 
       bool_or(subject_kind = 'municipality' OR subject_kind = 'locality'
           AND before ->> 'stage' = 'current' AND after ->> 'stage' <> 'current')
FROM changed GROUP BY municipality
