-- The collections of the register as they were at a register number: what a job read can be read again.
-- What no later event touched is read from the projections, the rest from its events. A day that is
-- given too counts as in the functions of a day, which take names of localities and points of streets
-- without a course from the projections, so here as these were at the number; without a day the last event
-- counts. Names and zones of comuni, and the points of localities, are those of today.

-- (A course is of several lines on every day, as it is in the projection.)
CREATE OR REPLACE FUNCTION civico.thoroughfares_on(day date) RETURNS SETOF civico.thoroughfares LANGUAGE sql STABLE AS $$
    SELECT v.*
    FROM civico.thoroughfares v
    JOIN civico.thoroughfare t ON t.id = v.id
    WHERE t.since IS NULL OR t.since <= day
    UNION ALL
    SELECT t.id, concat_ws(' ', nullif(past.after ->> 'kind', ''), past.after ->> 'official_name'),
           past.after ->> 'kind', past.after ->> 'local_code', l.name, past.municipality, m.name,
           past.after ->> 'stage', (past.after ->> 'missing_in_source')::boolean,
           coalesce(ST_Multi((past.after ->> 'course')::geometry), t.point), e.zone
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

-- (The type of the projection's column: another would keep its index from being used.)
CREATE OR REPLACE FUNCTION civico.addresses_on(day date) RETURNS SETOF civico.addresses LANGUAGE sql STABLE AS $$
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
           (past.after -> 'positions' -> 0 ->> 'point')::geometry::geometry(Point, {srid}), e.zone
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

CREATE FUNCTION civico.changed_after(known bigint) RETURNS TABLE (kind text, subject text)
LANGUAGE sql STABLE ROWS 1000 AS $$
    SELECT DISTINCT c.subject_kind, c.subject FROM civico.register_change c WHERE c.seq > known
$$;
COMMENT ON FUNCTION civico.changed_after(bigint) IS 'Things that an event touched after a register number.';

CREATE FUNCTION civico.thing_known(kind text, thing text, day date, known bigint)
RETURNS TABLE (after jsonb, municipality text) LANGUAGE sql STABLE ROWS 1 AS $$
    WITH events AS MATERIALIZED (
        SELECT c.seq, c.valid_from, c.after, c.municipality
        FROM civico.register_change c
        WHERE c.subject = thing AND c.subject_kind = kind AND c.seq <= known
          AND c.event_type NOT IN ('scheduled', 'unscheduled')),
    newest AS (SELECT * FROM events ORDER BY seq DESC LIMIT 1)
    SELECT n.after, n.municipality FROM newest n
    WHERE day IS NULL OR n.valid_from IS NULL OR n.valid_from <= day
    UNION ALL
    (SELECT e.after, e.municipality FROM events e
     WHERE EXISTS (SELECT FROM newest n WHERE n.valid_from > day)
       AND (e.valid_from IS NULL OR e.valid_from <= day)
     ORDER BY e.valid_from DESC NULLS LAST, e.seq DESC
     LIMIT 1)
$$;
COMMENT ON FUNCTION civico.thing_known(text, text, date, bigint) IS
    'A thing as it was at a register number, on a day if one is given; nothing where it was not yet known.';

CREATE FUNCTION civico.street_point_known(street text, known bigint) RETURNS geometry
LANGUAGE sql STABLE AS $$
    WITH places AS (
        SELECT ever.subject AS id, (past.after -> 'positions' -> 0 ->> 'point')::geometry AS point
        FROM (SELECT DISTINCT s.subject FROM civico.address_street s WHERE s.thoroughfare = street) AS ever
        CROSS JOIN LATERAL civico.thing_known('address', ever.subject, NULL, known) AS past
        WHERE past.after ->> 'thoroughfare' = street AND past.after ->> 'stage' <> 'retired')
    SELECT p.point
    FROM places p
    WHERE p.point IS NOT NULL
    ORDER BY ST_Distance(p.point, (SELECT ST_Centroid(ST_Collect(q.point)) FROM places q)), p.id::uuid
    LIMIT 1
$$;
COMMENT ON FUNCTION civico.street_point_known(text, bigint) IS
    'Where the name of a street without a course stood: on the address nearest to the middle of its addresses.';

CREATE FUNCTION civico.addresses_known(day date, known bigint) RETURNS SETOF civico.addresses
LANGUAGE sql STABLE AS $$
    WITH changed AS MATERIALIZED (SELECT c.kind, c.subject FROM civico.changed_after(known) c),
    touched AS MATERIALIZED (
        SELECT c.subject FROM changed c WHERE c.kind = 'address'
        UNION
        SELECT s.subject FROM civico.address_street s
        JOIN changed c ON c.kind = 'thoroughfare' AND c.subject = s.thoroughfare)
    SELECT v.* FROM civico.addresses v
    WHERE day IS NULL AND NOT EXISTS (SELECT FROM touched t WHERE t.subject = v.id::text)
    UNION ALL
    SELECT v.* FROM civico.addresses_on(day) v
    WHERE day IS NOT NULL AND NOT EXISTS (SELECT FROM touched t WHERE t.subject = v.id::text)
    UNION ALL
    SELECT t.subject::uuid, past.after ->> 'label',
           CASE WHEN street.after IS NOT NULL
                THEN concat_ws(' ', nullif(street.after ->> 'kind', ''), street.after ->> 'official_name') END,
           past.after ->> 'thoroughfare', past.after ->> 'postcode',
           past.municipality, m.name, past.after ->> 'stage', past.after ->> 'local_code',
           past.after -> 'positions' -> 0 -> 'source' ->> 'x', past.after -> 'positions' -> 0 -> 'source' ->> 'y',
           past.after -> 'positions' -> 0 -> 'source' ->> 'crs',
           (past.after -> 'positions' -> 0 ->> 'point')::geometry::geometry(Point, {srid}), e.zone
    FROM touched t
    CROSS JOIN LATERAL civico.thing_known('address', t.subject, day, known) AS past
    LEFT JOIN LATERAL civico.thing_known('thoroughfare', past.after ->> 'thoroughfare', day, known) AS street ON true
    JOIN civico.municipality m ON m.istat_code = past.municipality
    JOIN civico.ente e ON e.code = past.municipality
$$;
COMMENT ON FUNCTION civico.addresses_known(date, bigint) IS
    'Collection addresses as it was at a register number, on a day if one is given.';

CREATE FUNCTION civico.thoroughfares_known(day date, known bigint) RETURNS SETOF civico.thoroughfares
LANGUAGE sql STABLE AS $$
    WITH changed AS MATERIALIZED (SELECT c.kind, c.subject FROM civico.changed_after(known) c),
    touched AS MATERIALIZED (
        SELECT c.subject FROM changed c WHERE c.kind = 'thoroughfare'
        UNION
        SELECT s.thoroughfare FROM civico.address_street s
        JOIN changed c ON c.kind = 'address' AND c.subject = s.subject
        UNION
        SELECT t.id::text FROM civico.thoroughfare t
        JOIN changed c ON c.kind = 'locality' AND c.subject = t.locality::text
        UNION
        -- Those that ever were of a locality that changed: on the day they may have been.
        SELECT e.subject FROM civico.register_change e
        JOIN changed c ON c.kind = 'locality' AND c.subject = e.after ->> 'locality'
        WHERE day IS NOT NULL AND e.subject_kind = 'thoroughfare')
    SELECT v.* FROM civico.thoroughfares v
    WHERE day IS NULL AND NOT EXISTS (SELECT FROM touched t WHERE t.subject = v.id::text)
    UNION ALL
    SELECT v.* FROM civico.thoroughfares_on(day) v
    WHERE day IS NOT NULL AND NOT EXISTS (SELECT FROM touched t WHERE t.subject = v.id::text)
    UNION ALL
    SELECT t.subject::uuid, concat_ws(' ', nullif(past.after ->> 'kind', ''), past.after ->> 'official_name'),
           past.after ->> 'kind', past.after ->> 'local_code', locality.after ->> 'name', past.municipality, m.name,
           past.after ->> 'stage', (past.after ->> 'missing_in_source')::boolean,
           coalesce(ST_Multi((past.after ->> 'course')::geometry), civico.street_point_known(t.subject, known)),
           e.zone
    FROM touched t
    CROSS JOIN LATERAL civico.thing_known('thoroughfare', t.subject, day, known) AS past
    LEFT JOIN LATERAL civico.thing_known('locality', past.after ->> 'locality', NULL, known) AS locality ON true
    JOIN civico.municipality m ON m.istat_code = past.municipality
    JOIN civico.ente e ON e.code = past.municipality
$$;
COMMENT ON FUNCTION civico.thoroughfares_known(date, bigint) IS
    'Collection thoroughfares as it was at a register number, on a day if one is given.';

CREATE FUNCTION civico.localities_known(day date, known bigint) RETURNS SETOF civico.localities
LANGUAGE sql STABLE AS $$
    WITH touched AS MATERIALIZED (
        SELECT c.subject FROM civico.changed_after(known) c WHERE c.kind = 'locality')
    SELECT v.* FROM civico.localities v
    WHERE day IS NULL AND NOT EXISTS (SELECT FROM touched t WHERE t.subject = v.id::text)
    UNION ALL
    SELECT v.* FROM civico.localities_on(day) v
    WHERE day IS NOT NULL AND NOT EXISTS (SELECT FROM touched t WHERE t.subject = v.id::text)
    UNION ALL
    SELECT l.id, past.after ->> 'name', past.municipality, m.name, l.point, e.zone, past.after ->> 'stage'
    FROM touched t
    JOIN civico.locality l ON l.id = t.subject::uuid
    CROSS JOIN LATERAL civico.thing_known('locality', t.subject, day, known) AS past
    JOIN civico.municipality m ON m.istat_code = past.municipality
    JOIN civico.ente e ON e.code = past.municipality
$$;
COMMENT ON FUNCTION civico.localities_known(date, bigint) IS
    'Collection localities as it was at a register number, on a day if one is given.';
