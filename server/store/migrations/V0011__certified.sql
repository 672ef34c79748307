-- What certifies an address is found without reading all events.

CREATE INDEX ON civico.register_event (subject)
    WHERE subject_kind = 'address' AND event_type IN ('approved', 'reinstated', 'renumbered', 'moved', 'split',
        'merged', 'took-effect', 'position-corrected', 'stage-corrected', 'confirmed-on-site');
