-- Why an event is, and who else approved an act.

ALTER TABLE civico.register_event ADD COLUMN reason text;
COMMENT ON COLUMN civico.register_event.reason IS 'Why: absent-from-source; NULL where the act says it all.';
COMMENT ON COLUMN civico.register_event.event_type IS 'What happened: imported, retired.';

ALTER TABLE civico.register_act ADD COLUMN approved_by text;
COMMENT ON COLUMN civico.register_act.approved_by IS 'The second person who approved a delivery that smells; NULL where none was needed.';

-- The feed of the register: public, as the register is.
CREATE VIEW civico.register_change AS
    SELECT l.seq, l.recorded, e.event_type, e.subject_kind, e.subject, e.municipality, l.ente, e.reason,
           e.schema_version, e.after
    FROM civico.change_log l
    JOIN civico.register_event e ON e.act = l.act AND e.ordinal = l.ordinal;
COMMENT ON VIEW civico.register_change IS 'Events of the register by their number.';
COMMENT ON COLUMN civico.register_change.seq IS 'Register number.';
COMMENT ON COLUMN civico.register_change.recorded IS 'When it was recorded.';
COMMENT ON COLUMN civico.register_change.event_type IS 'What happened.';
COMMENT ON COLUMN civico.register_change.subject_kind IS 'To what kind of thing.';
COMMENT ON COLUMN civico.register_change.subject IS 'Identifier of the thing.';
COMMENT ON COLUMN civico.register_change.municipality IS 'ISTAT code of the comune.';
COMMENT ON COLUMN civico.register_change.ente IS 'Ente that acted.';
COMMENT ON COLUMN civico.register_change.reason IS 'Why.';
COMMENT ON COLUMN civico.register_change.schema_version IS 'Version of the shape of "after".';
COMMENT ON COLUMN civico.register_change.after IS 'The thing as it is after the event.';
GRANT SELECT ON civico.register_change TO {reader};
