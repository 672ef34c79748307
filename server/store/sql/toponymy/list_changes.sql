-- store::toponymy::list_changes
-- What the staged records of an act would change in the register of a comune.
-- $1 act
-- $2 comune
WITH delivered AS (
    SELECT subject_kind, subject, after FROM civico.register_staging WHERE act = $1
), streets AS (
    SELECT true AS is_thoroughfare, t.id IS NULL AS is_added,
           -- What has ended, and what no file can list, is not missed.
           d.subject IS NULL AND t.stage NOT IN ('retired', 'rejected')
               AND (t.local_code <> '' OR t.anncsu_id IS NOT NULL) AS is_absent,
           t.stage AS before, d.after ->> 'stage' AS after,
           t.id IS NOT NULL AND d.subject IS NOT NULL AND concat_ws(' ', nullif(t.kind, ''), t.name)
               <> concat_ws(' ', nullif(d.after ->> 'kind', ''), d.after ->> 'name') AS is_renamed,
           NULL::geometry AS from_point, NULL::geometry AS to_point
    FROM (SELECT * FROM civico.thoroughfare WHERE municipality = $2) AS t
    FULL JOIN (SELECT * FROM delivered WHERE subject_kind = 'thoroughfare') AS d ON d.subject = t.id::text
), addresses AS (
    SELECT false AS is_thoroughfare, a.id IS NULL AS is_added,
           d.subject IS NULL AND a.stage NOT IN ('retired', 'rejected')
               AND (a.local_code <> '' OR a.anncsu_id IS NOT NULL) AS is_absent,
           a.stage AS before, d.after ->> 'stage' AS after,
           (a.number_label, a.thoroughfare::text)
               <> (d.after ->> 'label', d.after ->> 'thoroughfare') AS is_renamed,
           a.point AS from_point, (d.after -> 'positions' -> 0 ->> 'point')::geometry AS to_point
    FROM (SELECT * FROM civico.address WHERE municipality = $2) AS a
    FULL JOIN (SELECT * FROM delivered WHERE subject_kind = 'address') AS d ON d.subject = a.id::text
), compared AS (
    SELECT is_thoroughfare, is_added,
           coalesce(is_absent, false) AS is_absent,
           coalesce(before <> after, false) AS is_restaged,
           coalesce(before <> 'retired' AND after = 'retired', false) AS is_retired,
           coalesce(is_renamed, false) AS is_renamed,
           ST_X(to_point) - ST_X(from_point) AS east_m, ST_Y(to_point) - ST_Y(from_point) AS north_m
    FROM (SELECT * FROM streets UNION ALL SELECT * FROM addresses) AS both_kinds
)
SELECT is_thoroughfare, is_added, is_absent, is_restaged, is_retired, is_renamed, east_m, north_m
FROM compared
WHERE is_added OR is_absent OR is_restaged OR is_renamed OR abs(east_m) > 0.01 OR abs(north_m) > 0.01
