-- Records of other services (pratiche): the link to the register instead of the text of an address,
-- what could not be resolved under a key of its ente, and a log that only their ente reads.

-- Roles ----------------------------------------------------------------------------------------

-- Programs of services register records and follow them; texts are the officer's alone.
ALTER TABLE civico.delegation
    DROP CONSTRAINT delegation_role_check,
    ADD CONSTRAINT delegation_role_check
        CHECK (role IN ('reader', 'editor', 'approver', 'publisher', 'records-writer', 'records-officer'));
ALTER TABLE civico.role_assignment
    DROP CONSTRAINT role_assignment_role_check,
    ADD CONSTRAINT role_assignment_role_check CHECK (role IN
        ('reader', 'editor', 'approver', 'publisher', 'records-writer', 'records-officer', 'administrator'));
COMMENT ON COLUMN civico.role_assignment.role IS
    'reader, editor, approver, publisher, records-writer, records-officer, administrator.';

CREATE OR REPLACE VIEW civico.ente_access AS
    SELECT h.reader, h.owner FROM civico.ente_heir h
    UNION
    SELECT d.delegate, d.ente FROM civico.delegation d WHERE d.role NOT IN ('records-writer', 'records-officer')
    UNION
    SELECT m.code, e.code FROM civico.ente m CROSS JOIN civico.ente e WHERE m.kind = 'metropolitan-city';

-- A view reads with the rights of its owner: whoever reads the change log need not read delegations.
CREATE VIEW civico.records_access AS
    SELECT h.reader, h.owner FROM civico.ente_heir h
    UNION
    SELECT d.delegate, d.ente FROM civico.delegation d WHERE d.role IN ('records-writer', 'records-officer');
COMMENT ON VIEW civico.records_access IS 'Who reads whose records.';
COMMENT ON COLUMN civico.records_access.reader IS 'The ente that reads.';
COMMENT ON COLUMN civico.records_access.owner IS 'The ente whose records they are.';
GRANT SELECT ON civico.records_access TO {reader};

CREATE OR REPLACE FUNCTION civico.records_enti() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(a.owner), '{}')
    FROM civico.records_access a WHERE a.reader = civico.acting_ente()
$$;

-- Records --------------------------------------------------------------------------------------

ALTER TABLE civico.record RENAME COLUMN service TO kind;
ALTER TABLE civico.record
    ADD COLUMN thoroughfare uuid REFERENCES civico.thoroughfare (id),
    ADD COLUMN state text NOT NULL DEFAULT 'to-review'
        CHECK (state IN ('resolved', 'to-review', 'not-an-address')),
    ADD COLUMN review_reason text CHECK (review_reason IN
        ('unmatched', 'ambiguous', 'low-score', 'imprecise', 'retired', 'several-successors')),
    ADD COLUMN level text,
    ADD COLUMN score double precision CHECK (score BETWEEN 0 AND 1),
    ADD COLUMN margin double precision,
    ADD COLUMN model text,
    ADD COLUMN resolved_at timestamptz,
    ADD COLUMN register_seq bigint,
    ADD COLUMN sealed_text bytea,
    ADD COLUMN sealed_at timestamptz,
    ADD COLUMN revision bigint NOT NULL DEFAULT 1,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD CHECK (kind IN ('social-service', 'home-care', 'building-permit', 'occupation', 'parking-permit',
        'school-enrolment', 'business-activity', 'waste-tax', 'residence', 'other')),
    ADD CHECK (length(reference) BETWEEN 1 AND 64),
    ADD CHECK (num_nonnulls(address, thoroughfare) <= 1),
    ADD CHECK (state <> 'resolved' OR num_nonnulls(address, thoroughfare) = 1),
    ADD CHECK (state = 'to-review' OR (sealed_text IS NULL AND review_reason IS NULL)),
    ADD CHECK ((sealed_text IS NULL) = (sealed_at IS NULL));
COMMENT ON TABLE civico.record IS
    'Records of other services by their link to the register (pratiche): social services, permits. Never who or what they are about.';
COMMENT ON COLUMN civico.record.kind IS 'Kind of record (tipo di pratica): domain::records::RecordKind.';
COMMENT ON COLUMN civico.record.reference IS 'Its pseudonymous number at the service, unique for ente and kind.';
COMMENT ON COLUMN civico.record.address IS 'The address of the register it is at (accesso).';
COMMENT ON COLUMN civico.record.geom IS 'Place of what it is linked to.';
COMMENT ON COLUMN civico.record.thoroughfare IS 'The street it is on, where it is linked to a street (odonimo).';
COMMENT ON COLUMN civico.record.state IS 'resolved (collegata), to-review (da verificare), not-an-address.';
COMMENT ON COLUMN civico.record.review_reason IS 'Why somebody has to look at it; NULL when nobody has to.';
COMMENT ON COLUMN civico.record.level IS 'How exactly the place was found; given for an id of the register, chosen by the officer.';
COMMENT ON COLUMN civico.record.score IS 'Score of the geocoder, 0 to 1; NULL where nothing was searched.';
COMMENT ON COLUMN civico.record.margin IS 'Score less that of the runner-up.';
COMMENT ON COLUMN civico.record.model IS 'Version of the scoring.';
COMMENT ON COLUMN civico.record.resolved_at IS 'When it was linked.';
COMMENT ON COLUMN civico.record.register_seq IS 'Register number at which it was linked, or of the event that the link last followed.';
COMMENT ON COLUMN civico.record.sealed_text IS
    'Address as it was written, encrypted (XChaCha20-Poly1305: nonce, then ciphertext) under the key of the ente; NULL once resolved, decided or 30 days old.';
COMMENT ON COLUMN civico.record.sealed_at IS 'When the text was sealed: it is erased 30 days later.';
COMMENT ON COLUMN civico.record.revision IS 'Grows with each change: the ETag.';
COMMENT ON COLUMN civico.record.changed_at IS 'When it last changed.';
CREATE INDEX ON civico.record (address) WHERE address IS NOT NULL;
CREATE INDEX ON civico.record (thoroughfare) WHERE thoroughfare IS NOT NULL;
CREATE INDEX ON civico.record (ente, id);
CREATE INDEX ON civico.record (ente, id) WHERE state = 'to-review';
CREATE INDEX ON civico.record (sealed_at) WHERE sealed_at IS NOT NULL;

CREATE TABLE civico.record_key (
    ente text PRIMARY KEY REFERENCES civico.ente (code),
    wrapped_key bytea NOT NULL CHECK (length(wrapped_key) = 72),
    master_key text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    wrapped_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE civico.record_key IS 'The data key of each ente, under which texts of its records are sealed (chiave dei dati).';
COMMENT ON COLUMN civico.record_key.ente IS 'Whose records.';
COMMENT ON COLUMN civico.record_key.wrapped_key IS 'The key, encrypted under the master key of the configuration: nonce, then ciphertext.';
COMMENT ON COLUMN civico.record_key.master_key IS 'Id of that master key: first 8 bytes of a SHA-256 over it, hexadecimal.';
COMMENT ON COLUMN civico.record_key.created_at IS 'When the key was made.';
COMMENT ON COLUMN civico.record_key.wrapped_at IS 'When it was last wrapped.';
ALTER TABLE civico.record_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.record_key
    USING (ente = ANY ((SELECT civico.records_enti())::text[]));
GRANT SELECT, INSERT ON civico.record_key TO {enti};

-- Links follow the register ----------------------------------------------------------------------

CREATE TABLE civico.record_cursor (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    seq bigint NOT NULL
);
COMMENT ON TABLE civico.record_cursor IS 'How far the links of records have followed the change log; one row.';
COMMENT ON COLUMN civico.record_cursor.only_row IS 'Always true: there is one row.';
COMMENT ON COLUMN civico.record_cursor.seq IS 'Number of the last change that was looked at.';
INSERT INTO civico.record_cursor (seq) SELECT coalesce(max(seq), 0) FROM civico.change_log;

-- What happened to records is their ente's alone: who reads datasets across enti does not read it.
DROP POLICY visible_changes ON civico.change_log;
CREATE POLICY visible_changes ON civico.change_log FOR SELECT USING (
    is_public
    OR ente = ANY (CASE WHEN starts_with(change_type, 'record.')
        THEN (SELECT civico.records_enti())::text[]
        ELSE (SELECT civico.readable_enti())::text[] END)
);
CREATE INDEX ON civico.change_log (ente, seq) WHERE NOT is_public;
