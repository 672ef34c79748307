-- store::toponymy::add_events
-- $1 act
-- $2 version of the shape of events
-- $3 types
-- $4 kinds of things
-- $5 identifiers
-- $6 comuni
-- $7 the things before, NULL where they are new
-- $8 the things after
-- $9 days from which on they are so
-- $10 reasons
INSERT INTO civico.register_event (act, ordinal, schema_version, event_type, subject_kind, subject, municipality,
    before, after, valid_from, reason)
SELECT $1, e.ordinal, $2, e.event_type, e.subject_kind, e.subject, e.municipality, e.before, e.after,
       e.valid_from, e.reason
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[], $9::date[], $10::text[])
    WITH ORDINALITY AS e (event_type, subject_kind, subject, municipality, before, after, valid_from, reason, ordinal)
