-- store::export::list_events
-- The register events of an ente's acts in their order, each as a line of JSON; "after" is the thing
-- as it is after the event, in the shape of its schema version.
-- $1 ente
SELECT json_build_object(
           'seq', c.seq, 'recorded', c.recorded, 'actor', a.actor, 'act', a.id, 'act_kind', a.kind,
           'ordinal', e.ordinal, 'schema_version', e.schema_version, 'type', e.event_type,
           'subject_kind', e.subject_kind, 'subject', e.subject, 'municipality', e.municipality,
           'after', e.after
       )::text AS line
FROM civico.register_event e
JOIN civico.register_act a ON a.id = e.act
LEFT JOIN civico.change_log c ON c.act = e.act AND c.ordinal = e.ordinal
WHERE a.ente = $1
ORDER BY a.recorded_at, e.act, e.ordinal
