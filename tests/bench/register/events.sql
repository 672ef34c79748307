-- Rows for a register with very many events: addresses of Milano, in acts of equal size.
--
-- In each act an event with an odd place brings a new address, one with an even place changes one that
-- came a hundred acts before (in the first hundred acts: just before). So a page is as long everywhere.

CREATE SCHEMA bench;

-- Ordered by time, as those of Civico are (UUIDv7).
CREATE FUNCTION bench.act_id(act bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT (lpad(to_hex(1600000000000 + act * 60000), 12, '0') || '7' || substr(md5(act::text), 1, 3)
        || '8' || substr(md5(act::text), 4, 15))::uuid
$$;

CREATE FUNCTION bench.address_id(number bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT md5('address ' || number)::uuid::text
$$;

-- A document like those of Milan's register, as long as they are on average.
CREATE FUNCTION bench.address(number bigint, stage text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT format(
        '{"id": "%s", "label": "%s", "stage": "%s", "locator": {"kind": "number", "number": %s}, "positions":'
        ' [{"point": "%s", "source": {"x": "%s,6137", "y": "%s,2351", "crs": "EPSG:3003"},'
        ' "specification": "entrance"}], "local_code": "%s", "municipality": "015146", "thoroughfare": "%s"}',
        bench.address_id(number), number % 240 + 1, stage, number % 240 + 1,
        lower(ST_SetSRID(ST_MakePoint(500000 + number % 29989 + 0.25, 5020000 + number % 29959 + 0.75), 7791)::text),
        1500000 + number % 29989, 5020000 + number % 29959, number, md5('street ' || number / 12)::uuid)::jsonb
$$;

-- The address that an event is about.
CREATE FUNCTION bench.number(act bigint, place integer, per_act integer) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (act - 1 - CASE WHEN place % 2 = 0 AND act > 100 THEN 100 ELSE 0 END) * (per_act / 2) + (place + 1) / 2
$$;

-- Writes the acts from `first` to `last`; their events are numbered after `seq`.
CREATE FUNCTION bench.fill(first bigint, last bigint, per_act integer, seq bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO civico.register_act (id, kind, ente, actor, recorded_at)
    SELECT bench.act_id(number), 'import', '015146', 'local-administrator', clock_timestamp()
    FROM generate_series(first, last) AS number;

    INSERT INTO civico.register_event
        (act, ordinal, schema_version, event_type, subject_kind, subject, municipality, before, after, valid_from)
    SELECT a.id, place, 2, 'imported', 'address', bench.address_id(n.address), '015146',
           CASE WHEN place % 2 = 0 THEN bench.address(n.address, 'proposed') END,
           bench.address(n.address, CASE WHEN place % 2 = 0 THEN 'current' ELSE 'proposed' END), '2020-03-02'
    FROM generate_series(first, last) AS number
    CROSS JOIN LATERAL (SELECT bench.act_id(number) AS id OFFSET 0) AS a
    CROSS JOIN LATERAL generate_series(1, per_act) AS place
    CROSS JOIN LATERAL (SELECT bench.number(number, place, per_act) AS address OFFSET 0) AS n;

    -- An instant for each act, each later than the one before.
    INSERT INTO civico.change_log (seq, recorded, change_type, subject, ente, actor, act, ordinal)
    SELECT seq + (number - 1) * per_act + place, newest.recorded + number * interval '1 millisecond',
           'register.imported', bench.address_id(bench.number(number, place, per_act)), '015146',
           'local-administrator', a.id, place
    FROM (SELECT l.recorded FROM civico.change_log l WHERE l.seq = fill.seq) AS newest
    CROSS JOIN generate_series(first, last) AS number
    CROSS JOIN LATERAL (SELECT bench.act_id(number) AS id OFFSET 0) AS a
    CROSS JOIN generate_series(1, per_act) AS place;
$$;
