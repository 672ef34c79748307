-- store::toponymy::list_act_events
-- What an act did, in its order.
-- $1 act
-- $2 how many at most
SELECT e.event_type, e.subject_kind, e.municipality, e.valid_from, e.reason,
       civico.upcast(e.schema_version, e.subject_kind, e.before) AS before,
       civico.upcast(e.schema_version, e.subject_kind, e.after) AS after
FROM civico.register_event e
WHERE e.act = $1
ORDER BY e.ordinal
LIMIT $2
