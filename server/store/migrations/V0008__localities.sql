-- Named places live as streets do; what is said of internals is their comune's alone.

-- Older events in today's shape (domain::toponymy::EVENT_SCHEMA_VERSION): before version 3 named
-- places had no stage and were in force.
CREATE OR REPLACE FUNCTION civico.upcast(version smallint, subject_kind text, document jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN version >= 3 THEN document
        WHEN subject_kind = 'locality' THEN '{"stage": "current"}' || document
        WHEN version >= 2 OR subject_kind <> 'thoroughfare' THEN document
        ELSE document || jsonb_build_object('official_name', document ->> 'name')
            || CASE WHEN document ? 'aliases' THEN jsonb_build_object('aliases', (
                   SELECT coalesce(jsonb_agg(jsonb_build_object('text', alias, 'kind', 'popular')), '[]')
                   FROM jsonb_array_elements_text(document -> 'aliases') AS alias))
               ELSE '{}' END
    END
$$;

-- The feed: what is said of internals (interni) is not everybody's.
CREATE OR REPLACE VIEW civico.register_change AS
    SELECT l.seq, l.recorded, e.act, e.ordinal, e.event_type, e.subject_kind, e.subject, e.municipality,
           l.ente, e.reason, e.valid_from,
           CASE WHEN e.event_type = 'scheduled' THEN (
               SELECT min(r.seq)
               FROM civico.register_act a
               JOIN civico.change_log r ON r.act = a.id
               WHERE a.carries_out = e.act) END AS resolved_at,
           CASE WHEN e.before ? 'internals' THEN e.before - 'internals'
                WHEN e.schema_version >= 3 OR e.schema_version = 2 AND e.subject_kind <> 'locality' THEN e.before
                ELSE civico.upcast(e.schema_version, e.subject_kind, e.before) END AS before,
           CASE WHEN e.after ? 'internals' THEN e.after - 'internals'
                WHEN e.schema_version >= 3 OR e.schema_version = 2 AND e.subject_kind <> 'locality' THEN e.after
                ELSE civico.upcast(e.schema_version, e.subject_kind, e.after) END AS after
    FROM civico.change_log l
    JOIN civico.register_event e ON e.act = l.act AND e.ordinal = l.ordinal;

-- Whoever keeps a comune's register reads its events as they are stored.
CREATE POLICY of_kept_comune ON civico.register_event FOR SELECT
    USING (municipality = ANY ((SELECT civico.kept_enti())::text[]));

ALTER TABLE civico.locality ADD COLUMN stage text;
UPDATE civico.locality SET stage = 'current';
ALTER TABLE civico.locality
    ALTER COLUMN stage SET NOT NULL,
    ADD CHECK (stage IN ('draft', 'proposed', 'current', 'retired', 'rejected'));
COMMENT ON COLUMN civico.locality.stage IS 'Life cycle (ISO 19160-1): draft, proposed, current, retired, rejected.';

CREATE OR REPLACE VIEW civico.locality_event AS
    SELECT e.act, e.ordinal, e.event_type, e.valid_from, e.subject::uuid AS id, e.municipality,
           d.after ->> 'name' AS name, md5(d.after::text) AS digest, d.after ->> 'stage' AS stage
    FROM civico.register_event e
    CROSS JOIN LATERAL (SELECT civico.upcast(e.schema_version, e.subject_kind, e.after) AS after OFFSET 0) AS d
    WHERE e.subject_kind = 'locality';
COMMENT ON COLUMN civico.locality_event.stage IS 'Life cycle (ISO 19160-1): draft, proposed, current, retired, rejected.';
UPDATE civico.locality l SET digest = e.digest
FROM civico.locality_event e
WHERE e.act = l.act AND e.ordinal = l.ordinal;

CREATE OR REPLACE VIEW civico.localities AS
    SELECT l.id, l.name, l.municipality AS istat_code, m.name AS municipality, l.point AS geom, e.zone,
           l.stage AS state
    FROM civico.locality l
    JOIN civico.municipality m ON m.istat_code = l.municipality
    JOIN civico.ente e ON e.code = l.municipality;
COMMENT ON COLUMN civico.localities.state IS 'Stage of its life.';

CREATE INDEX ON civico.locality (since) WHERE since IS NOT NULL;
CREATE FUNCTION civico.localities_on(day date) RETURNS SETOF civico.localities LANGUAGE sql STABLE AS $$
    SELECT v.*
    FROM civico.localities v
    JOIN civico.locality l ON l.id = v.id
    WHERE l.since IS NULL OR l.since <= day
    UNION ALL
    SELECT l.id, past.after ->> 'name', past.municipality, m.name, l.point, e.zone, past.after ->> 'stage'
    FROM civico.locality l
    CROSS JOIN LATERAL (
        SELECT c.after, c.municipality
        FROM civico.register_change c
        WHERE c.subject = l.id::text AND c.subject_kind = 'locality'
          AND (c.valid_from IS NULL OR c.valid_from <= day)
          AND c.event_type NOT IN ('scheduled', 'unscheduled')
        ORDER BY c.valid_from DESC NULLS LAST, c.seq DESC
        LIMIT 1) AS past
    JOIN civico.municipality m ON m.istat_code = past.municipality
    JOIN civico.ente e ON e.code = past.municipality
    WHERE l.since > day
$$;
COMMENT ON FUNCTION civico.localities_on(date) IS 'Collection localities as it was on a day.';

-- Deliveries -------------------------------------------------------------------------------------

-- A file tells popular names without dates, and what it no longer tells goes; names that a street
-- had, and those that an office attached, stay.
CREATE FUNCTION civico.kept_aliases(street text, delivered jsonb, known jsonb, version smallint) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT coalesce(known ? 'aliases', false) THEN '{}' ELSE coalesce((
        SELECT jsonb_build_object('aliases', coalesce(delivered -> 'aliases', '[]') || jsonb_agg(alias ORDER BY place))
        FROM jsonb_array_elements(civico.upcast(version, 'thoroughfare', known) -> 'aliases')
            WITH ORDINALITY AS a (alias, place)
        WHERE upper(alias ->> 'text')
              <> civico.sort_name(coalesce(delivered ->> 'kind', ''), coalesce(delivered ->> 'official_name', delivered ->> 'name', ''))
          AND NOT EXISTS (
              SELECT 1 FROM jsonb_array_elements(coalesce(delivered -> 'aliases', '[]')) AS told
              WHERE upper(told ->> 'text') = upper(alias ->> 'text'))
          AND (alias ->> 'kind' <> 'popular' OR alias ? 'valid_from' OR alias ? 'valid_to' OR EXISTS (
              SELECT 1 FROM civico.register_event d
              WHERE d.subject = street AND d.subject_kind = 'thoroughfare' AND d.event_type = 'alias-attached'
                AND d.after -> 'aliases' @> jsonb_build_array(alias)
                AND NOT coalesce(d.before -> 'aliases', '[]') @> jsonb_build_array(alias)))
        HAVING count(*) > 0), '{}') END
$$;
COMMENT ON FUNCTION civico.kept_aliases(text, jsonb, jsonb, smallint) IS
    'The aliases of a street that is delivered anew: those of the file, and those that it cannot tell.';

-- Certification ----------------------------------------------------------------------------------

CREATE FUNCTION civico.is_decided(address text, upto bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1
        FROM civico.register_change c
        WHERE c.subject = address AND c.subject_kind = 'address' AND c.seq <= upto
          AND c.event_type IN ('approved', 'reinstated', 'renumbered', 'moved', 'split', 'merged', 'took-effect',
              'position-corrected', 'stage-corrected')
          AND NOT EXISTS (
              SELECT 1 FROM civico.register_change i
              WHERE i.subject = address AND i.subject_kind = 'address' AND i.event_type = 'imported'
                AND i.seq > c.seq AND i.seq <= upto))
$$;
COMMENT ON FUNCTION civico.is_decided(text, bigint) IS
    'Whether the comune decided about number or place of an address since it last came from a file.';

CREATE FUNCTION civico.is_aligned(address uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1
        FROM civico.address a
        JOIN civico.change_log l ON l.act = a.act AND l.ordinal = a.ordinal
        JOIN civico.thoroughfare t ON t.id = a.thoroughfare
        JOIN civico.change_log s ON s.act = t.act AND s.ordinal = t.ordinal
        JOIN civico.anncsu_row r ON r.municipality = a.municipality AND r.subject_kind = 'address'
            AND r.row_key = a.anncsu_id
        WHERE a.id = address AND r.fields = r.agreed
          AND r.recorded_at >= l.recorded AND r.recorded_at >= s.recorded)
$$;
COMMENT ON FUNCTION civico.is_aligned(uuid) IS
    'Whether ANNCSU had an address as the register has it when they were last compared, and neither it nor its street changed since.';

-- Boundaries -------------------------------------------------------------------------------------

CREATE INDEX ON civico.register_event (event_type, subject) WHERE event_type = 'twin-declared';
