-- store::records::list_news
-- Events of the register that may matter to a record, one row for each record: those of what it is
-- linked to, and those of the street of its address.
-- $1 number after which to begin
-- $2 number with which to end
SELECT l.seq, e.subject_kind = 'thoroughfare' AS is_street, hit.is_own, r.id, r.ente, r.state, r.review_reason,
       e.before ->> 'stage' AS stage_before, e.after ->> 'stage' AS stage_after,
       n.before AS name_before, n.after AS name_after,
       (e.before ->> 'thoroughfare')::uuid AS street_before, (e.after ->> 'thoroughfare')::uuid AS street_after,
       e.before ->> 'municipality' AS municipality_before, e.after ->> 'municipality' AS municipality_after,
       ARRAY(SELECT jsonb_array_elements_text(coalesce(e.after -> 'successors', '[]'))::uuid) AS successors
FROM civico.change_log l
JOIN civico.register_event e ON e.act = l.act AND e.ordinal = l.ordinal
CROSS JOIN LATERAL (
    SELECT CASE WHEN e.subject_kind = 'address' THEN e.subject::uuid END AS address,
           CASE WHEN e.subject_kind = 'thoroughfare' THEN e.subject::uuid END AS thoroughfare) AS s
CROSS JOIN LATERAL (
    SELECT coalesce(e.before ->> 'label', concat_ws(' ', e.before ->> 'kind', e.before ->> 'official_name')) AS before,
           coalesce(e.after ->> 'label', concat_ws(' ', e.after ->> 'kind', e.after ->> 'official_name')) AS after) AS n
CROSS JOIN LATERAL (
    SELECT o.id, true AS is_own FROM civico.record o WHERE o.address = s.address
    UNION ALL
    SELECT o.id, true FROM civico.record o WHERE o.thoroughfare = s.thoroughfare
    UNION ALL
    SELECT o.id, false FROM civico.address a JOIN civico.record o ON o.address = a.id
    WHERE a.thoroughfare = s.thoroughfare) AS hit
JOIN civico.record r ON r.id = hit.id
WHERE l.seq > $1 AND l.seq <= $2 AND e.before IS NOT NULL AND e.schema_version >= 2
  AND e.event_type NOT IN ('scheduled', 'unscheduled')
  AND (n.before, e.before -> 'stage', e.before -> 'thoroughfare', e.before -> 'municipality', e.before -> 'successors')
      IS DISTINCT FROM
      (n.after, e.after -> 'stage', e.after -> 'thoroughfare', e.after -> 'municipality', e.after -> 'successors')
ORDER BY l.seq, r.id
