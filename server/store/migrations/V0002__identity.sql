-- Who: the life of enti, people, programs, roles, sessions, delegations, audit; who sees what is
-- not public. {reader} is the role of anonymous readers, {enti} the group of the enti's roles.

-- Enti ---------------------------------------------------------------------------------------

CREATE FUNCTION civico.ente_role(slug text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '{ente_prefix}' || CASE
        WHEN length(slug) <= 27 THEN replace(slug, '-', '_')
        ELSE replace(left(slug, 18), '-', '_') || '_' || left(encode(sha256(slug::bytea), 'hex'), 8)
    END
$$;
COMMENT ON FUNCTION civico.ente_role(text) IS 'Name of the database role of an ente: at most 63 bytes.';

ALTER TABLE civico.ente
    ADD COLUMN ipa_code text UNIQUE,
    ADD COLUMN valid_from date,
    ADD COLUMN valid_to date,
    ADD COLUMN successor text REFERENCES civico.ente (code),
    ADD COLUMN database_role text NOT NULL UNIQUE GENERATED ALWAYS AS (civico.ente_role(slug)) STORED,
    ADD CHECK (valid_from < valid_to),
    ADD CHECK (successor IS DISTINCT FROM code),
    ADD CHECK (successor IS NULL OR valid_to IS NOT NULL);
COMMENT ON COLUMN civico.ente.ipa_code IS 'Codice IPA.';
COMMENT ON COLUMN civico.ente.valid_from IS 'First day of its existence; NULL where nobody said.';
COMMENT ON COLUMN civico.ente.valid_to IS 'First day on which it no longer exists; NULL while it does.';
COMMENT ON COLUMN civico.ente.successor IS 'The ente it was merged into (fusione di comuni).';
COMMENT ON COLUMN civico.ente.database_role IS 'Role under which the ente''s people read.';

CREATE TABLE civico.delegation (
    id uuid PRIMARY KEY,
    ente text NOT NULL REFERENCES civico.ente (code),
    delegate text NOT NULL REFERENCES civico.ente (code),
    role text NOT NULL CHECK (role IN ('reader', 'editor', 'approver', 'publisher', 'records-officer')),
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (ente, delegate, role),
    CHECK (ente <> delegate)
);
COMMENT ON TABLE civico.delegation IS 'Roles that an ente lets another have for its data (delega).';
COMMENT ON COLUMN civico.delegation.id IS 'Identifier.';
COMMENT ON COLUMN civico.delegation.ente IS 'Whose data.';
COMMENT ON COLUMN civico.delegation.delegate IS 'The ente whose people of that role may.';
COMMENT ON COLUMN civico.delegation.role IS 'The role; administering cannot be delegated.';
COMMENT ON COLUMN civico.delegation.granted_by IS 'Actor that granted it.';
COMMENT ON COLUMN civico.delegation.granted_at IS 'When.';
CREATE INDEX ON civico.delegation (delegate);

CREATE FUNCTION civico.acting_ente() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT e.code FROM civico.ente e WHERE e.database_role = current_user
$$;
COMMENT ON FUNCTION civico.acting_ente() IS 'The ente of the role in force; NULL for all other roles.';

CREATE VIEW civico.ente_heir AS
    WITH RECURSIVE heir (reader, owner) AS (
        SELECT e.code, e.code FROM civico.ente e
        UNION
        SELECT e.successor, h.owner
        FROM heir h
        JOIN civico.ente e ON e.code = h.reader
        WHERE e.successor IS NOT NULL AND e.valid_to <= current_date
    )
    SELECT heir.reader, heir.owner FROM heir;
COMMENT ON VIEW civico.ente_heir IS 'Each ente with itself and, from the day of the merger on, with those that were merged into it.';
COMMENT ON COLUMN civico.ente_heir.reader IS 'The ente.';
COMMENT ON COLUMN civico.ente_heir.owner IS 'Itself, or one merged into it.';

CREATE VIEW civico.ente_access AS
    SELECT h.reader, h.owner FROM civico.ente_heir h
    UNION
    SELECT d.delegate, d.ente FROM civico.delegation d WHERE d.role <> 'records-officer'
    UNION
    SELECT m.code, e.code FROM civico.ente m CROSS JOIN civico.ente e WHERE m.kind = 'metropolitan-city';
COMMENT ON VIEW civico.ente_access IS 'Who reads whose datasets that are not public.';
COMMENT ON COLUMN civico.ente_access.reader IS 'The ente that reads.';
COMMENT ON COLUMN civico.ente_access.owner IS 'The ente whose datasets they are.';

CREATE FUNCTION civico.readable_enti() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(a.owner), '{}') FROM civico.ente_access a WHERE a.reader = civico.acting_ente()
$$;
COMMENT ON FUNCTION civico.readable_enti() IS 'Enti whose datasets the role in force may read though they are not public.';

CREATE FUNCTION civico.own_enti() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(h.owner), '{}') FROM civico.ente_heir h WHERE h.reader = civico.acting_ente()
$$;
COMMENT ON FUNCTION civico.own_enti() IS 'The ente of the role in force and those that were merged into it.';

CREATE FUNCTION civico.records_enti() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT civico.own_enti() || coalesce(array_agg(d.ente), '{}')
    FROM civico.delegation d
    WHERE d.delegate = civico.acting_ente() AND d.role = 'records-officer'
$$;
COMMENT ON FUNCTION civico.records_enti() IS 'Enti whose records the role in force may keep: its own, and where that was delegated.';

-- People and programs ----------------------------------------------------------------------------

CREATE TABLE civico.person (
    id uuid PRIMARY KEY,
    issuer text NOT NULL,
    account text NOT NULL,
    name text,
    password_hash text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_sign_in_at timestamptz,
    UNIQUE (issuer, account),
    CHECK ((issuer = 'local') OR password_hash IS NULL)
);
COMMENT ON TABLE civico.person IS 'People who sign in, or who were given a role before they did.';
COMMENT ON COLUMN civico.person.id IS 'Identifier; the only trace of the person in logs and audit.';
COMMENT ON COLUMN civico.person.issuer IS 'Issuer of the OpenID provider, or local.';
COMMENT ON COLUMN civico.person.account IS 'Name of the account there: the claim that the configuration names.';
COMMENT ON COLUMN civico.person.name IS 'Name to be shown; NULL until the first sign-in.';
COMMENT ON COLUMN civico.person.password_hash IS 'Argon2id, PHC string; local accounts only.';
COMMENT ON COLUMN civico.person.created_at IS 'When it was first known.';
COMMENT ON COLUMN civico.person.last_sign_in_at IS 'Last sign-in.';

CREATE TABLE civico.role_assignment (
    id uuid PRIMARY KEY,
    person uuid NOT NULL REFERENCES civico.person (id),
    ente text NOT NULL REFERENCES civico.ente (code),
    role text NOT NULL
        CHECK (role IN ('reader', 'editor', 'approver', 'publisher', 'records-officer', 'administrator')),
    source text NOT NULL CHECK (source IN ('manual', 'claim')),
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (person, ente, role, source)
);
COMMENT ON TABLE civico.role_assignment IS 'Roles of people for enti (ruoli).';
COMMENT ON COLUMN civico.role_assignment.id IS 'Identifier.';
COMMENT ON COLUMN civico.role_assignment.person IS 'Who.';
COMMENT ON COLUMN civico.role_assignment.ente IS 'For which ente.';
COMMENT ON COLUMN civico.role_assignment.role IS 'reader, editor, approver, publisher, records-officer, administrator.';
COMMENT ON COLUMN civico.role_assignment.source IS 'manual, or claim: from the provider''s groups, anew at each sign-in.';
COMMENT ON COLUMN civico.role_assignment.granted_by IS 'Actor that granted it.';
COMMENT ON COLUMN civico.role_assignment.granted_at IS 'When.';
CREATE INDEX ON civico.role_assignment (ente);

CREATE TABLE civico.session (
    token_sha256 bytea PRIMARY KEY CHECK (length(token_sha256) = 32),
    person uuid NOT NULL REFERENCES civico.person (id),
    acting text REFERENCES civico.ente (code),
    level text,
    csrf text NOT NULL,
    id_token text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE civico.session IS 'Open sessions; the token itself is only in the browser.';
COMMENT ON COLUMN civico.session.token_sha256 IS 'SHA-256 of the token in the cookie.';
COMMENT ON COLUMN civico.session.person IS 'Who signed in.';
COMMENT ON COLUMN civico.session.acting IS 'Ente acted for; NULL for a person without a role.';
COMMENT ON COLUMN civico.session.level IS 'Strength of the sign-in (acr) as the provider said.';
COMMENT ON COLUMN civico.session.csrf IS 'What writes have to repeat in a header.';
COMMENT ON COLUMN civico.session.id_token IS 'The provider''s token, for signing out there.';
COMMENT ON COLUMN civico.session.created_at IS 'When it began.';
COMMENT ON COLUMN civico.session.expires_at IS 'When it ends by itself.';
CREATE INDEX ON civico.session (person);
CREATE INDEX ON civico.session (expires_at);

CREATE TABLE civico.sign_in (
    state_sha256 bytea PRIMARY KEY CHECK (length(state_sha256) = 32),
    browser_sha256 bytea NOT NULL CHECK (length(browser_sha256) = 32),
    nonce text NOT NULL,
    verifier text NOT NULL,
    return_to text NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE civico.sign_in IS 'Sign-ins under way at the provider; each is taken once.';
COMMENT ON COLUMN civico.sign_in.state_sha256 IS 'SHA-256 of the state sent to the provider.';
COMMENT ON COLUMN civico.sign_in.browser_sha256 IS 'SHA-256 of the cookie of the browser that began it.';
COMMENT ON COLUMN civico.sign_in.nonce IS 'Nonce that the id token has to hold.';
COMMENT ON COLUMN civico.sign_in.verifier IS 'PKCE code verifier (RFC 7636).';
COMMENT ON COLUMN civico.sign_in.return_to IS 'Path to go to afterwards.';
COMMENT ON COLUMN civico.sign_in.expires_at IS 'After this it is void.';

CREATE TABLE civico.api_key (
    id uuid PRIMARY KEY,
    ente text NOT NULL REFERENCES civico.ente (code),
    label text NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
    purpose text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 500),
    roles text[] NOT NULL,
    routes text[] NOT NULL,
    secret_sha256 bytea NOT NULL CHECK (length(secret_sha256) = 32),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz
);
COMMENT ON TABLE civico.api_key IS 'Keys of programs; the secret was shown once.';
COMMENT ON COLUMN civico.api_key.id IS 'Identifier, part of the key.';
COMMENT ON COLUMN civico.api_key.ente IS 'Ente the program acts for.';
COMMENT ON COLUMN civico.api_key.label IS 'What program it is.';
COMMENT ON COLUMN civico.api_key.purpose IS 'What it is used for (finalità).';
COMMENT ON COLUMN civico.api_key.roles IS 'Roles for the ente.';
COMMENT ON COLUMN civico.api_key.routes IS 'Faces it may use.';
COMMENT ON COLUMN civico.api_key.secret_sha256 IS 'SHA-256 of the secret, which is 256 random bits.';
COMMENT ON COLUMN civico.api_key.created_by IS 'Actor that made it.';
COMMENT ON COLUMN civico.api_key.created_at IS 'When.';
COMMENT ON COLUMN civico.api_key.expires_at IS 'When it ends by itself.';
COMMENT ON COLUMN civico.api_key.revoked_at IS 'When it was revoked.';
COMMENT ON COLUMN civico.api_key.last_used_at IS 'Last use, to the minute.';
CREATE INDEX ON civico.api_key (ente);

-- Somebody who is given a role may be known already, to another ente: only the id is told.
CREATE FUNCTION civico.person_of_account(issuer_name text, account_name text) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    INSERT INTO civico.person (id, issuer, account)
    VALUES (gen_random_uuid(), issuer_name, account_name)
    ON CONFLICT (issuer, account) DO UPDATE SET account = excluded.account
    RETURNING id
$$;
COMMENT ON FUNCTION civico.person_of_account(text, text) IS 'Finds or adds the person with an account.';
REVOKE ALL ON FUNCTION civico.person_of_account(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION civico.person_of_account(text, text) TO {enti};

-- Audit ------------------------------------------------------------------------------------------

CREATE TABLE civico.audit_entry (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor text NOT NULL,
    ente text NOT NULL REFERENCES civico.ente (code),
    acting_for text REFERENCES civico.ente (code),
    operation text NOT NULL,
    row_count bigint,
    purpose text
);
COMMENT ON TABLE civico.audit_entry IS 'Who did what with an ente''s data; never the content of a record or an address.';
COMMENT ON COLUMN civico.audit_entry.id IS 'Number.';
COMMENT ON COLUMN civico.audit_entry.at IS 'When.';
COMMENT ON COLUMN civico.audit_entry.actor IS 'Person or program by id.';
COMMENT ON COLUMN civico.audit_entry.ente IS 'Whose data.';
COMMENT ON COLUMN civico.audit_entry.acting_for IS 'Ente the actor acted for; NULL at the shell.';
COMMENT ON COLUMN civico.audit_entry.operation IS 'What was done, such as keys.create.';
COMMENT ON COLUMN civico.audit_entry.row_count IS 'How many rows were read or changed.';
COMMENT ON COLUMN civico.audit_entry.purpose IS 'Purpose of the key, or what the person said.';
CREATE INDEX ON civico.audit_entry (ente, id);
CREATE INDEX ON civico.audit_entry (at);

-- What is not public -----------------------------------------------------------------------------

ALTER TABLE civico.dataset ADD COLUMN edition bigint NOT NULL DEFAULT 1;
COMMENT ON COLUMN civico.dataset.edition IS 'Grows whenever what is served, or to whom, changes.';

DROP POLICY public_datasets ON civico.dataset;
ALTER TABLE civico.dataset_share ENABLE ROW LEVEL SECURITY;
CREATE POLICY shared_with_us ON civico.dataset_share FOR SELECT
    USING (ente = (SELECT civico.acting_ente()));
CREATE POLICY visible_datasets ON civico.dataset FOR SELECT USING (
    visibility = 'public'
    OR ente = ANY ((SELECT civico.readable_enti())::text[])
    OR (visibility = 'shared' AND EXISTS (
        SELECT 1 FROM civico.dataset_share s WHERE s.collection = dataset.collection))
);

-- The log names datasets: those of others that were not public when it was written are not told.
ALTER TABLE civico.change_log ADD COLUMN is_public boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN civico.change_log.is_public IS 'Whether the thing was public when it changed.';
ALTER TABLE civico.change_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible_changes ON civico.change_log FOR SELECT USING (
    is_public OR ente = ANY ((SELECT civico.readable_enti())::text[])
);

ALTER TABLE civico.delegation ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen_by_both ON civico.delegation FOR SELECT
    USING (ente = ANY ((SELECT civico.own_enti())::text[]) OR delegate = (SELECT civico.acting_ente()));
CREATE POLICY granted_by_owner ON civico.delegation FOR INSERT
    WITH CHECK (ente = ANY ((SELECT civico.own_enti())::text[]));
CREATE POLICY ended_by_owner ON civico.delegation FOR DELETE
    USING (ente = ANY ((SELECT civico.own_enti())::text[]));

ALTER TABLE civico.role_assignment ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.role_assignment
    USING (ente = ANY ((SELECT civico.own_enti())::text[]));
ALTER TABLE civico.person ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_a_role_here ON civico.person FOR SELECT
    USING (EXISTS (SELECT 1 FROM civico.role_assignment r WHERE r.person = person.id));
ALTER TABLE civico.api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.api_key
    USING (ente = ANY ((SELECT civico.own_enti())::text[]));
ALTER TABLE civico.audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.audit_entry FOR SELECT
    USING (ente = ANY ((SELECT civico.own_enti())::text[]));
CREATE POLICY in_own_name ON civico.audit_entry FOR INSERT
    WITH CHECK (acting_for = (SELECT civico.acting_ente()));
ALTER TABLE civico.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE civico.sign_in ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON civico.dataset_share, civico.ente_heir, civico.ente_access TO {reader};
GRANT SELECT, INSERT, DELETE ON civico.delegation, civico.role_assignment TO {enti};
GRANT SELECT (id, issuer, account, name, created_at, last_sign_in_at) ON civico.person TO {enti};
GRANT SELECT (id, ente, label, purpose, roles, routes, created_by, created_at, expires_at, revoked_at, last_used_at)
    ON civico.api_key TO {enti};
GRANT INSERT ON civico.api_key TO {enti};
GRANT UPDATE (revoked_at) ON civico.api_key TO {enti};
GRANT SELECT, INSERT ON civico.audit_entry TO {enti};

-- Records, jobs and uploads: tables that enti share -----------------------------------------------

-- Cells: which rows of a table may lie in a window, by operators that a row policy lets through.
--
-- No function of PostGIS is LEAKPROOF, so under a policy `geom && window` never reaches an index.
-- Comparisons of text and bigint are leakproof: a B-tree on (ente, cell) is used under a policy.
--
-- A shape has one cell, however big it is. Its class is the smallest whose cells are at least as
-- wide and high as its box: 64 m times 4^class, 0 to 5; class 6 is one cell for all that is larger.
-- Its cell is the one that holds the west-south corner of its box. So a shape that touches a window
-- has its corner in the window, or at most one cell's size west or south of it: `spatial_ranges`
-- looks there, in each class. (XZ-ordering and the loose quadtree rest on the same idea: Boehm,
-- Klump, Kriegel 1999; Ulrich 2000.)
--
-- A cell is the number  class << 40 | strip << 24 | column << 6 | row : strips of 64 rows, in them
-- columns from west to east, in them rows from south to north. So a column of a window is one range
-- of numbers, and so is a whole stretch of a strip, which bounds the ranges of a large window.
--
-- Unit: metres of the stored reference system; from -2^23 to 2^23, what lies beyond is drawn to the
-- edge. A shape without extent (NULL, EMPTY) has no cell and touches no window.
--
-- The bodies are plain expressions, parsed when they are made: the planner writes them out (about
-- 1 µs for each row; a body with a subquery takes 45), and no search_path has a part in them.

CREATE FUNCTION civico.spatial_extent_m(shape geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN greatest(ST_XMax(shape) - ST_XMin(shape), ST_YMax(shape) - ST_YMin(shape));
COMMENT ON FUNCTION civico.spatial_extent_m(geometry) IS 'The longer side of the box of a shape, in metres.';

CREATE FUNCTION civico.spatial_step(at_m double precision, size_m double precision) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN floor((8388608 + least(greatest(at_m, -8388608), 8388607)) / size_m)::bigint;
COMMENT ON FUNCTION civico.spatial_step(double precision, double precision) IS
    'Number of the column or row of cells that holds a coordinate.';

CREATE FUNCTION civico.spatial_cell_of(class integer, size_m double precision, shape geometry) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (class::bigint << 40)
        + (civico.spatial_step(ST_YMin(shape), size_m * 64) << 24)
        + (civico.spatial_step(ST_XMin(shape), size_m) << 6)
        + (civico.spatial_step(ST_YMin(shape), size_m) & 63);
COMMENT ON FUNCTION civico.spatial_cell_of(integer, double precision, geometry) IS
    'Cell of a class that holds the west-south corner of the box of a shape.';

CREATE FUNCTION civico.spatial_cell(shape geometry) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN civico.spatial_extent_m(shape) <= 64 THEN civico.spatial_cell_of(0, 64, shape)
        WHEN civico.spatial_extent_m(shape) <= 256 THEN civico.spatial_cell_of(1, 256, shape)
        WHEN civico.spatial_extent_m(shape) <= 1024 THEN civico.spatial_cell_of(2, 1024, shape)
        WHEN civico.spatial_extent_m(shape) <= 4096 THEN civico.spatial_cell_of(3, 4096, shape)
        WHEN civico.spatial_extent_m(shape) <= 16384 THEN civico.spatial_cell_of(4, 16384, shape)
        WHEN civico.spatial_extent_m(shape) <= 65536 THEN civico.spatial_cell_of(5, 65536, shape)
        WHEN civico.spatial_extent_m(shape) > 65536 THEN 6::bigint << 40
    END;
COMMENT ON FUNCTION civico.spatial_cell(geometry) IS 'The one cell of a shape; NULL where it has no extent.';

-- The ranges of cells of a window, none twice; a server computes the same without asking. The slack
-- is what `&&` adds: it compares boxes rounded outwards to single precision, at most 1 m each.
CREATE FUNCTION civico.spatial_ranges(search geometry) RETURNS TABLE (low bigint, high bigint)
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH class AS (
        SELECT n::bigint << 40 AS first, 64 * 4::double precision ^ n AS size_m FROM generate_series(0, 5) AS n
    ), steps AS (
        SELECT first,
            civico.spatial_step(ST_XMin(search) - size_m - 2, size_m) AS west,
            civico.spatial_step(ST_XMax(search) + 2, size_m) AS east,
            civico.spatial_step(ST_YMin(search) - size_m - 2, size_m) AS south,
            civico.spatial_step(ST_YMax(search) + 2, size_m) AS north
        FROM class
    ), strips AS (
        SELECT first + (strip << 24) AS first, west, east,
            greatest(south, strip << 6) & 63 AS bottom, least(north, (strip << 6) + 63) & 63 AS top
        FROM steps, generate_series(south >> 6, north >> 6) AS strip
    ), stretches AS (
        SELECT *, (bottom = 0 AND top = 63) OR east - west >= 64 AS whole FROM strips
    )
    SELECT first + (west << 6) + bottom, first + (east << 6) + top FROM stretches WHERE whole
    UNION ALL
    SELECT first + (x << 6) + bottom, first + (x << 6) + top
    FROM stretches, generate_series(west, east) AS x WHERE NOT whole
    UNION ALL
    SELECT 6::bigint << 40, 6::bigint << 40;
END;
COMMENT ON FUNCTION civico.spatial_ranges(geometry) IS
    'Ranges of cells (both ends included) that hold every shape whose box touches the box searched for.';

CREATE TABLE civico.record (
    id uuid PRIMARY KEY,
    ente text NOT NULL REFERENCES civico.ente (code),
    service text NOT NULL,
    reference text NOT NULL,
    address uuid REFERENCES civico.address (id),
    geom geometry(Geometry, {srid}),
    cell bigint GENERATED ALWAYS AS (civico.spatial_cell(geom)) STORED,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (ente, service, reference)
);
COMMENT ON TABLE civico.record IS 'Records of other services by their place (pratiche): social services, permits. Never who or what they are about.';
COMMENT ON COLUMN civico.record.id IS 'Identifier.';
COMMENT ON COLUMN civico.record.ente IS 'Owner.';
COMMENT ON COLUMN civico.record.service IS 'The service that keeps it.';
COMMENT ON COLUMN civico.record.reference IS 'Its number there.';
COMMENT ON COLUMN civico.record.address IS 'The address of the register it is at.';
COMMENT ON COLUMN civico.record.geom IS 'Its place.';
COMMENT ON COLUMN civico.record.cell IS 'Cell of its place: found under a policy, where the spatial index is not.';
COMMENT ON COLUMN civico.record.created_by IS 'Actor that added it.';
COMMENT ON COLUMN civico.record.created_at IS 'When.';
CREATE INDEX ON civico.record (ente, cell);

CREATE TABLE civico.job (
    id uuid PRIMARY KEY,
    ente text NOT NULL REFERENCES civico.ente (code),
    process text NOT NULL,
    state text NOT NULL CHECK (state IN ('accepted', 'running', 'successful', 'failed', 'dismissed')),
    inputs jsonb NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE civico.job IS 'Jobs of processes (OGC API Processes, statusInfo); private to their ente.';
COMMENT ON COLUMN civico.job.id IS 'Identifier.';
COMMENT ON COLUMN civico.job.ente IS 'Owner.';
COMMENT ON COLUMN civico.job.process IS 'Id of the process.';
COMMENT ON COLUMN civico.job.state IS 'accepted, running, successful, failed, dismissed.';
COMMENT ON COLUMN civico.job.inputs IS 'Inputs as they were asked.';
COMMENT ON COLUMN civico.job.created_by IS 'Actor that asked.';
COMMENT ON COLUMN civico.job.created_at IS 'When.';
CREATE INDEX ON civico.job (ente, created_at);

CREATE TABLE civico.upload (
    id uuid PRIMARY KEY,
    ente text NOT NULL REFERENCES civico.ente (code),
    name text NOT NULL,
    sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE civico.upload IS 'Files that were sent to be imported; private to their ente.';
COMMENT ON COLUMN civico.upload.id IS 'Identifier.';
COMMENT ON COLUMN civico.upload.ente IS 'Owner.';
COMMENT ON COLUMN civico.upload.name IS 'File name as sent.';
COMMENT ON COLUMN civico.upload.sha256 IS 'SHA-256 of the content, hexadecimal; NULL until it is whole.';
COMMENT ON COLUMN civico.upload.size_bytes IS 'Size in bytes.';
COMMENT ON COLUMN civico.upload.created_by IS 'Actor that sent it.';
COMMENT ON COLUMN civico.upload.created_at IS 'When.';
CREATE INDEX ON civico.upload (ente, created_at);

ALTER TABLE civico.record ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.record
    USING (ente = ANY ((SELECT civico.records_enti())::text[]));
ALTER TABLE civico.job ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.job USING (ente = ANY ((SELECT civico.own_enti())::text[]));
ALTER TABLE civico.upload ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_ente ON civico.upload USING (ente = ANY ((SELECT civico.own_enti())::text[]));
GRANT SELECT, INSERT, UPDATE, DELETE ON civico.record, civico.job, civico.upload TO {enti};

-- Zones wherever comuni are --------------------------------------------------------------------------

CREATE OR REPLACE VIEW civico.municipalities AS
    SELECT m.istat_code AS id, m.istat_code, m.cadastral_code, m.name, m.homogeneous_zone,
           m.population, m.territory AS geom, e.zone
    FROM civico.municipality m
    JOIN civico.ente e ON e.code = m.istat_code;
COMMENT ON COLUMN civico.municipalities.zone IS 'Code of the homogeneous zone.';

CREATE OR REPLACE VIEW civico.localities AS
    SELECT l.id, l.name, l.municipality AS istat_code, m.name AS municipality, l.point AS geom, e.zone
    FROM civico.locality l
    JOIN civico.municipality m ON m.istat_code = l.municipality
    JOIN civico.ente e ON e.code = l.municipality;
COMMENT ON COLUMN civico.localities.zone IS 'Code of the homogeneous zone of the comune.';

CREATE OR REPLACE VIEW civico.thoroughfares AS
    SELECT t.id, concat_ws(' ', nullif(t.kind, ''), t.name) AS name, t.kind, t.local_code,
           l.name AS locality, t.municipality AS istat_code, m.name AS municipality,
           t.stage AS state, t.missing_in_source,
           coalesce(t.course, t.point) AS geom, e.zone
    FROM civico.thoroughfare t
    JOIN civico.municipality m ON m.istat_code = t.municipality
    JOIN civico.ente e ON e.code = t.municipality
    LEFT JOIN civico.locality l ON l.id = t.locality;
COMMENT ON COLUMN civico.thoroughfares.zone IS 'Code of the homogeneous zone of the comune.';

CREATE OR REPLACE VIEW civico.addresses AS
    SELECT a.id, a.number_label AS number, concat_ws(' ', nullif(t.kind, ''), t.name) AS street,
           a.thoroughfare::text AS street_id, a.postcode, a.municipality AS istat_code,
           m.name AS municipality, a.stage AS state, a.local_code,
           a.positions -> 0 -> 'source' ->> 'x' AS source_x,
           a.positions -> 0 -> 'source' ->> 'y' AS source_y,
           a.positions -> 0 -> 'source' ->> 'crs' AS source_crs,
           a.point AS geom, e.zone
    FROM civico.address a
    JOIN civico.thoroughfare t ON t.id = a.thoroughfare
    JOIN civico.municipality m ON m.istat_code = a.municipality
    JOIN civico.ente e ON e.code = a.municipality;
COMMENT ON COLUMN civico.addresses.zone IS 'Code of the homogeneous zone of the comune.';
