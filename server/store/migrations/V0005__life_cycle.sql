-- The life of streets and addresses: what was before, from which day it holds, by which act; acts
-- that wait for a decision or for their day; comuni whose territory is not known.

ALTER TABLE civico.register_act
    ADD COLUMN state text NOT NULL DEFAULT 'applied'
        CHECK (state IN ('draft', 'waiting', 'scheduled', 'applied', 'rejected', 'cancelled')),
    ADD COLUMN acting_ente text REFERENCES civico.ente (code),
    ADD COLUMN command jsonb,
    ADD COLUMN legal_act jsonb,
    ADD COLUMN reason text,
    ADD COLUMN valid_from date,
    ADD COLUMN decided_by text,
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decision_reason text,
    ADD COLUMN carries_out uuid REFERENCES civico.register_act (id);
COMMENT ON COLUMN civico.register_act.kind IS 'Kind of act: import, or the type of the command.';
COMMENT ON COLUMN civico.register_act.ente IS 'Ente whose streets and numbers it is about.';
COMMENT ON COLUMN civico.register_act.state IS
    'draft (bozza, seen by its ente alone), waiting (for a decision), scheduled (for its day), applied, rejected, cancelled.';
COMMENT ON COLUMN civico.register_act.acting_ente IS 'Ente that whoever acted acted for; NULL for the local administrator.';
COMMENT ON COLUMN civico.register_act.command IS 'What was asked; NULL for an import.';
COMMENT ON COLUMN civico.register_act.legal_act IS 'Provvedimento: kind, date, protocol, the prefect''s authorisation.';
COMMENT ON COLUMN civico.register_act.reason IS 'Why it was asked.';
COMMENT ON COLUMN civico.register_act.valid_from IS 'From which day on it holds (decorrenza).';
COMMENT ON COLUMN civico.register_act.decided_by IS 'Who decided about an act that waited.';
COMMENT ON COLUMN civico.register_act.decided_at IS 'When.';
COMMENT ON COLUMN civico.register_act.decision_reason IS 'Why it was rejected or cancelled.';
COMMENT ON COLUMN civico.register_act.carries_out IS 'The scheduled act whose day came.';
CREATE INDEX ON civico.register_act (ente, state, recorded_at) WHERE state <> 'applied';
CREATE INDEX ON civico.register_act (valid_from) WHERE state = 'scheduled';
CREATE INDEX ON civico.register_act (recorded_at);
CREATE INDEX ON civico.register_act (carries_out) WHERE carries_out IS NOT NULL;

ALTER TABLE civico.register_event ADD COLUMN before jsonb, ADD COLUMN valid_from date;
COMMENT ON COLUMN civico.register_event.event_type IS 'What happened: imported, proposed, approved, ... (domain::toponymy::EventType).';
COMMENT ON COLUMN civico.register_event.before IS 'The thing as it was before the event; NULL when it is new.';
COMMENT ON COLUMN civico.register_event.valid_from IS 'From which day on it is so; NULL where nobody knows since when.';

-- Older events in today's shape (domain::toponymy::EVENT_SCHEMA_VERSION).
CREATE FUNCTION civico.upcast(version smallint, subject_kind text, document jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN version >= 2 OR subject_kind <> 'thoroughfare' THEN document
        ELSE document || jsonb_build_object('official_name', document ->> 'name')
            || CASE WHEN document ? 'aliases' THEN jsonb_build_object('aliases', (
                   SELECT coalesce(jsonb_agg(jsonb_build_object('text', alias, 'kind', 'popular')), '[]')
                   FROM jsonb_array_elements_text(document -> 'aliases') AS alias))
               ELSE '{}' END
    END
$$;
COMMENT ON FUNCTION civico.upcast(smallint, text, jsonb) IS 'A thing as an event keeps it, in the newest shape.';

CREATE FUNCTION civico.sort_name(kind text, name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT upper(CASE WHEN kind = '' THEN name ELSE kind || ' ' || name END)
$$;
COMMENT ON FUNCTION civico.sort_name(text, text) IS 'The odonimo in capitals: by it streets are sorted and told apart.';

-- Documents as they are served: positions in degrees of WGS 84 instead of stored geometry.
CREATE FUNCTION civico.in_degrees(document jsonb) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (document - 'course' - 'arcs' - 'territory') || CASE WHEN document ? 'positions' THEN
        jsonb_build_object('positions', (
            SELECT coalesce(jsonb_agg((position - 'point') || jsonb_build_object(
                       'lon', round(ST_X(at.point)::numeric, 7), 'lat', round(ST_Y(at.point)::numeric, 7))
                   ORDER BY place), '[]')
            FROM jsonb_array_elements(document -> 'positions') WITH ORDINALITY AS p (position, place)
            CROSS JOIN LATERAL (
                SELECT ST_Transform((position ->> 'point')::geometry, 4326) AS point) AS at))
        ELSE '{}' END
$$;
COMMENT ON FUNCTION civico.in_degrees(jsonb) IS 'A thing of the register as it is served: positions in degrees of WGS 84.';

-- A comune may be known by its streets alone.
ALTER TABLE civico.municipality ALTER COLUMN territory DROP NOT NULL;
ALTER TABLE civico.municipality ADD COLUMN successor text;
COMMENT ON COLUMN civico.municipality.territory IS 'Territory; NULL where nobody delivered it: rules that need it are not evaluated.';
COMMENT ON COLUMN civico.municipality.successor IS 'The comune that it became part of.';

-- Which event made each thing what it is.
ALTER TABLE civico.municipality ADD COLUMN act uuid, ADD COLUMN ordinal integer, ADD COLUMN since date;
ALTER TABLE civico.locality ADD COLUMN act uuid, ADD COLUMN ordinal integer, ADD COLUMN since date;
ALTER TABLE civico.thoroughfare ADD COLUMN act uuid, ADD COLUMN ordinal integer, ADD COLUMN since date,
    ADD COLUMN anncsu_id text, ADD COLUMN language_1 text, ADD COLUMN language_2 text;
ALTER TABLE civico.address ADD COLUMN act uuid, ADD COLUMN ordinal integer, ADD COLUMN since date,
    ADD COLUMN anncsu_id text, ADD COLUMN lon double precision, ADD COLUMN lat double precision;
COMMENT ON COLUMN civico.address.lon IS 'Longitude of the default position in degrees of WGS 84: worked out once, read with every index.';
COMMENT ON COLUMN civico.address.lat IS 'Its latitude.';
COMMENT ON COLUMN civico.municipality.act IS 'Act of the event that made it so.';
COMMENT ON COLUMN civico.municipality.ordinal IS 'Place of that event in its act.';
COMMENT ON COLUMN civico.municipality.since IS 'From which day on it is so; NULL where nobody knows.';
COMMENT ON COLUMN civico.locality.act IS 'Act of the event that made it so.';
COMMENT ON COLUMN civico.locality.ordinal IS 'Place of that event in its act.';
COMMENT ON COLUMN civico.locality.since IS 'From which day on it is so; NULL where nobody knows.';
COMMENT ON COLUMN civico.thoroughfare.act IS 'Act of the event that made it so.';
COMMENT ON COLUMN civico.thoroughfare.ordinal IS 'Place of that event in its act.';
COMMENT ON COLUMN civico.thoroughfare.since IS 'From which day on it is so; NULL where nobody knows.';
COMMENT ON COLUMN civico.thoroughfare.anncsu_id IS 'Progressivo nazionale.';
COMMENT ON COLUMN civico.thoroughfare.language_1 IS 'Dizione in lingua 1: the whole name in another language.';
COMMENT ON COLUMN civico.thoroughfare.language_2 IS 'Dizione in lingua 2.';
COMMENT ON COLUMN civico.address.act IS 'Act of the event that made it so.';
COMMENT ON COLUMN civico.address.ordinal IS 'Place of that event in its act.';
COMMENT ON COLUMN civico.address.since IS 'From which day on it is so; NULL where nobody knows.';
COMMENT ON COLUMN civico.address.anncsu_id IS 'Progressivo accesso.';

CREATE TEMPORARY TABLE newest_event ON COMMIT DROP AS
    SELECT DISTINCT ON (e.subject_kind, e.subject) e.subject_kind, e.subject, e.act, e.ordinal,
           md5(civico.upcast(e.schema_version, e.subject_kind, e.after)::text) AS digest
    FROM civico.register_event e
    JOIN civico.change_log l ON l.act = e.act AND l.ordinal = e.ordinal
    ORDER BY e.subject_kind, e.subject, l.seq DESC;
ANALYZE newest_event;
UPDATE civico.municipality p SET act = n.act, ordinal = n.ordinal, digest = n.digest
FROM newest_event n WHERE n.subject_kind = 'municipality' AND n.subject = p.istat_code;
UPDATE civico.locality p SET act = n.act, ordinal = n.ordinal, digest = n.digest
FROM newest_event n WHERE n.subject_kind = 'locality' AND n.subject = p.id::text;
UPDATE civico.thoroughfare p SET act = n.act, ordinal = n.ordinal, digest = n.digest
FROM newest_event n WHERE n.subject_kind = 'thoroughfare' AND n.subject = p.id::text;
UPDATE civico.address p SET act = n.act, ordinal = n.ordinal, digest = n.digest,
    lon = ST_X(ST_Transform(p.point, 4326)), lat = ST_Y(ST_Transform(p.point, 4326))
FROM newest_event n WHERE n.subject_kind = 'address' AND n.subject = p.id::text;

ALTER TABLE civico.municipality ALTER COLUMN act SET NOT NULL, ALTER COLUMN ordinal SET NOT NULL;
ALTER TABLE civico.locality ALTER COLUMN act SET NOT NULL, ALTER COLUMN ordinal SET NOT NULL;
ALTER TABLE civico.thoroughfare ALTER COLUMN act SET NOT NULL, ALTER COLUMN ordinal SET NOT NULL;
ALTER TABLE civico.address ALTER COLUMN act SET NOT NULL, ALTER COLUMN ordinal SET NOT NULL;
CREATE INDEX ON civico.thoroughfare (municipality, civico.sort_name(kind, name));
CREATE INDEX ON civico.thoroughfare (anncsu_id) WHERE anncsu_id IS NOT NULL;
CREATE INDEX ON civico.address (anncsu_id) WHERE anncsu_id IS NOT NULL;
CREATE INDEX ON civico.address (municipality);
CREATE INDEX ON civico.register_event ((after ->> 'thoroughfare')) WHERE subject_kind = 'address';
CREATE INDEX ON civico.register_event (municipality);
CREATE INDEX ON civico.change_log (recorded, seq);

-- (OFFSET 0: each document is read once, not once for each column.)
-- What events say of each kind of thing, as the projections have it. Applying an act, rebuilding
-- all, and asking how it was on a day read these and nothing else.
CREATE VIEW civico.municipality_event AS
    SELECT e.act, e.ordinal, e.event_type, e.valid_from, e.subject AS istat_code,
           d.after ->> 'cadastral_code' AS cadastral_code, d.after ->> 'name' AS name,
           d.after ->> 'homogeneous_zone' AS homogeneous_zone, (d.after ->> 'population')::bigint AS population,
           ST_Multi((d.after ->> 'territory')::geometry) AS territory, d.after ->> 'successor' AS successor,
           md5(d.after::text) AS digest
    FROM civico.register_event e
    CROSS JOIN LATERAL (SELECT civico.upcast(e.schema_version, e.subject_kind, e.after) AS after OFFSET 0) AS d
    WHERE e.subject_kind = 'municipality';
COMMENT ON VIEW civico.municipality_event IS 'Comuni as each event has them.';

CREATE VIEW civico.locality_event AS
    SELECT e.act, e.ordinal, e.event_type, e.valid_from, e.subject::uuid AS id, e.municipality,
           d.after ->> 'name' AS name, md5(d.after::text) AS digest
    FROM civico.register_event e
    CROSS JOIN LATERAL (SELECT civico.upcast(e.schema_version, e.subject_kind, e.after) AS after OFFSET 0) AS d
    WHERE e.subject_kind = 'locality';
COMMENT ON VIEW civico.locality_event IS 'Named places as each event has them.';

CREATE VIEW civico.thoroughfare_event AS
    SELECT e.act, e.ordinal, e.event_type, e.valid_from, e.subject::uuid AS id, e.municipality,
           d.after ->> 'local_code' AS local_code, d.after ->> 'anncsu_id' AS anncsu_id,
           d.after ->> 'kind' AS kind, d.after ->> 'official_name' AS name,
           d.after ->> 'language_1' AS language_1, d.after ->> 'language_2' AS language_2,
           ARRAY(SELECT alias ->> 'text'
                 FROM jsonb_array_elements(coalesce(d.after -> 'aliases', '[]')) AS alias) AS aliases,
           (d.after ->> 'locality')::uuid AS locality, d.after ->> 'stage' AS stage,
           (d.after ->> 'missing_in_source')::boolean AS missing_in_source,
           ST_Multi((d.after ->> 'course')::geometry) AS course, md5(d.after::text) AS digest
    FROM civico.register_event e
    CROSS JOIN LATERAL (SELECT civico.upcast(e.schema_version, e.subject_kind, e.after) AS after OFFSET 0) AS d
    WHERE e.subject_kind = 'thoroughfare';
COMMENT ON VIEW civico.thoroughfare_event IS 'Streets as each event has them.';

CREATE VIEW civico.address_event AS
    SELECT e.act, e.ordinal, e.event_type, e.valid_from, e.subject::uuid AS id, e.municipality,
           (d.after ->> 'thoroughfare')::uuid AS thoroughfare, d.after ->> 'local_code' AS local_code,
           d.after ->> 'anncsu_id' AS anncsu_id, d.after -> 'locator' AS locator,
           d.after ->> 'label' AS number_label, d.after ->> 'postcode' AS postcode,
           d.after ->> 'stage' AS stage, (d.after -> 'positions' -> 0 ->> 'point')::geometry AS point,
           d.after -> 'positions' AS positions, md5(d.after::text) AS digest
    FROM civico.register_event e
    CROSS JOIN LATERAL (SELECT civico.upcast(e.schema_version, e.subject_kind, e.after) AS after OFFSET 0) AS d
    WHERE e.subject_kind = 'address';
COMMENT ON VIEW civico.address_event IS 'Addresses as each event has them.';

-- Their columns are those of the projections.
DO $$
DECLARE
    col record;
BEGIN
    FOR col IN
        SELECT v.attrelid::regclass AS view, v.attname AS name, col_description(t.attrelid, t.attnum) AS words
        FROM pg_attribute v
        JOIN pg_class view ON view.oid = v.attrelid AND view.relname ~ '^(municipality|locality|thoroughfare|address)_event$'
        JOIN pg_attribute t ON t.attname = CASE v.attname WHEN 'valid_from' THEN 'since' ELSE v.attname END
            AND t.attrelid = ('civico.' || regexp_replace(view.relname, '_event$', ''))::regclass
        WHERE v.attnum > 0 AND view.relnamespace = 'civico'::regnamespace
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', col.view, col.name, col.words);
    END LOOP;
    FOR col IN SELECT unnest(ARRAY['municipality', 'locality', 'thoroughfare', 'address']) AS name LOOP
        EXECUTE format('COMMENT ON COLUMN civico.%I.event_type IS %L', col.name || '_event', 'What happened.');
    END LOOP;
END
$$;

-- The feed, with what was before and from when it holds.
DROP VIEW civico.register_change;
CREATE VIEW civico.register_change AS
    SELECT l.seq, l.recorded, e.act, e.ordinal, e.event_type, e.subject_kind, e.subject, e.municipality,
           l.ente, e.reason, e.valid_from,
           CASE WHEN e.event_type = 'scheduled' THEN (
               SELECT min(r.seq)
               FROM civico.register_act a
               JOIN civico.change_log r ON r.act = a.id
               WHERE a.carries_out = e.act) END AS resolved_at,
           CASE WHEN e.schema_version >= 2 THEN e.before
                ELSE civico.upcast(e.schema_version, e.subject_kind, e.before) END AS before,
           CASE WHEN e.schema_version >= 2 THEN e.after
                ELSE civico.upcast(e.schema_version, e.subject_kind, e.after) END AS after
    FROM civico.change_log l
    JOIN civico.register_event e ON e.act = l.act AND e.ordinal = l.ordinal;
COMMENT ON VIEW civico.register_change IS 'Events of the register by their number, in the newest shape.';
COMMENT ON COLUMN civico.register_change.seq IS 'Register number.';
COMMENT ON COLUMN civico.register_change.recorded IS 'When it was recorded.';
COMMENT ON COLUMN civico.register_change.act IS 'The act it belongs to.';
COMMENT ON COLUMN civico.register_change.ordinal IS 'Place in the act.';
COMMENT ON COLUMN civico.register_change.event_type IS 'What happened.';
COMMENT ON COLUMN civico.register_change.subject_kind IS 'To what kind of thing.';
COMMENT ON COLUMN civico.register_change.subject IS 'Identifier of the thing.';
COMMENT ON COLUMN civico.register_change.municipality IS 'ISTAT code of the comune.';
COMMENT ON COLUMN civico.register_change.ente IS 'Ente whose register it is.';
COMMENT ON COLUMN civico.register_change.reason IS 'Why.';
COMMENT ON COLUMN civico.register_change.valid_from IS 'From which day on it is so.';
COMMENT ON COLUMN civico.register_change.resolved_at IS 'Number at which what was scheduled took effect or was taken back.';
COMMENT ON COLUMN civico.register_change.before IS 'The thing as it was.';
COMMENT ON COLUMN civico.register_change.after IS 'The thing as it is after the event.';

CREATE VIEW civico.address_street AS
    SELECT e.subject, e.after ->> 'thoroughfare' AS thoroughfare
    FROM civico.register_event e
    WHERE e.subject_kind = 'address';
COMMENT ON VIEW civico.address_street IS 'Which address ever was on which street.';
COMMENT ON COLUMN civico.address_street.subject IS 'The address.';
COMMENT ON COLUMN civico.address_street.thoroughfare IS 'The street.';

CREATE VIEW civico.subject_municipality AS
    SELECT e.subject_kind, e.subject, e.municipality FROM civico.register_event e;
COMMENT ON VIEW civico.subject_municipality IS 'Which thing ever belonged to which comune.';
COMMENT ON COLUMN civico.subject_municipality.subject_kind IS 'Kind of thing.';
COMMENT ON COLUMN civico.subject_municipality.subject IS 'The thing.';
COMMENT ON COLUMN civico.subject_municipality.municipality IS 'ISTAT code of the comune.';
GRANT SELECT ON civico.register_change, civico.address_street, civico.subject_municipality TO {reader};

-- The collections as they were on a day, by all that is known. What did not change since is read
-- from the projections, by their indexes; what did, from its events. Plans for days to come do not count.
CREATE INDEX ON civico.thoroughfare (since) WHERE since IS NOT NULL;
CREATE INDEX ON civico.address (since) WHERE since IS NOT NULL;

CREATE FUNCTION civico.thoroughfares_on(day date) RETURNS SETOF civico.thoroughfares LANGUAGE sql STABLE AS $$
    SELECT v.*
    FROM civico.thoroughfares v
    JOIN civico.thoroughfare t ON t.id = v.id
    WHERE t.since IS NULL OR t.since <= day
    UNION ALL
    SELECT t.id, concat_ws(' ', nullif(past.after ->> 'kind', ''), past.after ->> 'official_name'),
           past.after ->> 'kind', past.after ->> 'local_code', l.name, past.municipality, m.name,
           past.after ->> 'stage', (past.after ->> 'missing_in_source')::boolean,
           coalesce((past.after ->> 'course')::geometry, t.point), e.zone
    FROM civico.thoroughfare t
    CROSS JOIN LATERAL (
        SELECT c.after, c.municipality
        FROM civico.register_change c
        WHERE c.subject = t.id::text AND c.subject_kind = 'thoroughfare'
          AND (c.valid_from IS NULL OR c.valid_from <= day)
          AND c.event_type NOT IN ('scheduled', 'unscheduled')
        ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
        LIMIT 1) AS past
    JOIN civico.municipality m ON m.istat_code = past.municipality
    JOIN civico.ente e ON e.code = past.municipality
    LEFT JOIN civico.locality l ON l.id = (past.after ->> 'locality')::uuid
    WHERE t.since > day
$$;
COMMENT ON FUNCTION civico.thoroughfares_on(date) IS 'Collection thoroughfares as it was on a day.';

CREATE FUNCTION civico.street_name_on(street uuid, day date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(' ', nullif(c.after ->> 'kind', ''), c.after ->> 'official_name')
    FROM civico.register_change c
    WHERE c.subject = street::text AND c.subject_kind = 'thoroughfare'
      AND (c.valid_from IS NULL OR c.valid_from <= day)
      AND c.event_type NOT IN ('scheduled', 'unscheduled')
    ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
    LIMIT 1
$$;
COMMENT ON FUNCTION civico.street_name_on(uuid, date) IS 'Odonimo of a street on a day.';

CREATE FUNCTION civico.addresses_on(day date) RETURNS SETOF civico.addresses LANGUAGE sql STABLE AS $$
    SELECT a.id, a.number_label,
           CASE WHEN t.since > day THEN civico.street_name_on(t.id, day)
                ELSE concat_ws(' ', nullif(t.kind, ''), t.name) END,
           a.thoroughfare::text, a.postcode, a.municipality, m.name, a.stage, a.local_code,
           a.positions -> 0 -> 'source' ->> 'x', a.positions -> 0 -> 'source' ->> 'y',
           a.positions -> 0 -> 'source' ->> 'crs', a.point, e.zone
    FROM civico.address a
    JOIN civico.thoroughfare t ON t.id = a.thoroughfare
    JOIN civico.municipality m ON m.istat_code = a.municipality
    JOIN civico.ente e ON e.code = a.municipality
    WHERE a.since IS NULL OR a.since <= day
    UNION ALL
    SELECT a.id, past.after ->> 'label',
           CASE WHEN t.since > day THEN civico.street_name_on(t.id, day)
                ELSE concat_ws(' ', nullif(t.kind, ''), t.name) END,
           past.after ->> 'thoroughfare', past.after ->> 'postcode',
           past.municipality, m.name, past.after ->> 'stage', past.after ->> 'local_code',
           past.after -> 'positions' -> 0 -> 'source' ->> 'x', past.after -> 'positions' -> 0 -> 'source' ->> 'y',
           past.after -> 'positions' -> 0 -> 'source' ->> 'crs',
           (past.after -> 'positions' -> 0 ->> 'point')::geometry, e.zone
    FROM civico.address a
    CROSS JOIN LATERAL (
        SELECT c.after, c.municipality
        FROM civico.register_change c
        WHERE c.subject = a.id::text AND c.subject_kind = 'address'
          AND (c.valid_from IS NULL OR c.valid_from <= day)
          AND c.event_type NOT IN ('scheduled', 'unscheduled')
        ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
        LIMIT 1) AS past
    JOIN civico.thoroughfare t ON t.id = (past.after ->> 'thoroughfare')::uuid
    JOIN civico.municipality m ON m.istat_code = past.municipality
    JOIN civico.ente e ON e.code = past.municipality
    WHERE a.since > day
$$;
COMMENT ON FUNCTION civico.addresses_on(date) IS 'Collection addresses as it was on a day.';

-- Acts that are in force are public, as the register is; those that wait are their ente's.
ALTER TABLE civico.register_act ENABLE ROW LEVEL SECURITY;
CREATE VIEW civico.ente_office AS
    SELECT d.delegate AS reader, d.ente AS owner FROM civico.delegation d WHERE d.role IN ('editor', 'approver')
    UNION
    SELECT h.reader, h.owner FROM civico.ente_heir h;
COMMENT ON VIEW civico.ente_office IS 'Who keeps whose register: the ente, its heir, and those it delegated that to.';
COMMENT ON COLUMN civico.ente_office.reader IS 'The ente that keeps it.';
COMMENT ON COLUMN civico.ente_office.owner IS 'The ente whose register it is.';
GRANT SELECT ON civico.ente_office TO {reader};
CREATE FUNCTION civico.kept_enti() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(o.owner), '{}') FROM civico.ente_office o WHERE o.reader = civico.acting_ente()
$$;
COMMENT ON FUNCTION civico.kept_enti() IS 'Enti whose register the role in force keeps.';
CREATE POLICY visible_acts ON civico.register_act FOR SELECT USING (
    state IN ('applied', 'scheduled', 'cancelled') OR ente = ANY ((SELECT civico.kept_enti())::text[])
);
DROP POLICY of_own_ente ON civico.register_act;
REVOKE SELECT ON civico.register_act FROM {enti};
-- Events as they are stored, with whatever is in them, are their ente's; the feed is everybody's.
DROP POLICY of_own_act ON civico.register_event;
CREATE POLICY of_own_act ON civico.register_event FOR SELECT USING (act = ANY (ARRAY(
    SELECT a.id FROM civico.register_act a WHERE a.ente = ANY ((SELECT civico.own_enti())::text[]))));
-- Who else approved a delivery is an account: it is the ente's own, as reports are.
GRANT SELECT (id, kind, ente, actor, acting_ente, state, command, legal_act, reason, valid_from, recorded_at,
    decided_by, decided_at, decision_reason, carries_out) ON civico.register_act TO {reader};

-- What ANNCSU has, as its newest file that was compared said, and what both had when they agreed.
CREATE TABLE civico.anncsu_row (
    municipality text NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('thoroughfare', 'address')),
    row_key text NOT NULL,
    fields text[],
    agreed text[],
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (municipality, subject_kind, row_key),
    CHECK (fields IS NOT NULL OR agreed IS NOT NULL)
);
COMMENT ON TABLE civico.anncsu_row IS 'Rows of ANNCSU, for the three-way comparison with the register.';
COMMENT ON COLUMN civico.anncsu_row.municipality IS 'ISTAT code of the comune.';
COMMENT ON COLUMN civico.anncsu_row.subject_kind IS 'thoroughfare (STRAD) or address (INDIR).';
COMMENT ON COLUMN civico.anncsu_row.row_key IS 'Progressivo nazionale, or progressivo accesso; else what is written of it.';
COMMENT ON COLUMN civico.anncsu_row.fields IS 'The columns of its layout in order, as the newest file has them; NULL when it has it no more.';
COMMENT ON COLUMN civico.anncsu_row.agreed IS 'The columns as register and archive had them when they last agreed; NULL when they never did.';
COMMENT ON COLUMN civico.anncsu_row.recorded_at IS 'When the file was compared.';
GRANT SELECT ON civico.anncsu_row TO {reader};
