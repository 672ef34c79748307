-- 500,000 polygons of 20 enti, the same each time.
--
-- 19 neighbouring comuni on 13.6 x 21 km share 475,000 parcels of about 20 x 30 m, each parcel with
-- the comune whose centre is nearest: 14,000 to 45,000 each. The twentieth ente is a metropolitan
-- body, whose 24,500 parcels lie scattered over all of them. 500 areas of all enti measure 50 to
-- 5,000 m. Rows come as a file has them: line by line over the whole map, then what is scattered.

SET max_parallel_workers_per_gather = 0;
CREATE EXTENSION postgis;
CREATE SCHEMA bench;

CREATE TABLE bench.ente (code text COLLATE "C" PRIMARY KEY, x double precision NOT NULL, y double precision NOT NULL);
INSERT INTO bench.ente
WITH seed AS MATERIALIZED (SELECT setseed(0.5))
SELECT lpad(n::text, 6, '0'),
    500000 + 13600 * ((n - 1) % 5 + 0.5 + (random() - 0.5) * 0.7) / 5,
    5030000 + 20970 * ((n - 1) / 5 + 0.5 + (random() - 0.5) * 0.7) / 4
FROM seed, generate_series(1, 19) AS n;

CREATE TABLE bench.parcel (
    id bigint NOT NULL,
    ente text COLLATE "C" NOT NULL,
    label text NOT NULL,
    geom geometry(Polygon, 7791) NOT NULL
);

INSERT INTO bench.parcel
WITH seed AS MATERIALIZED (SELECT setseed(0.25)), corner AS MATERIALIZED (
    SELECT n, 500000 + 20.0 * (n % 680) AS x, 5030000 + 30.0 * (n / 680) AS y,
        ARRAY(SELECT 4 * random() FROM generate_series(1, 8) WHERE n >= 0) AS r
    FROM seed, generate_series(0, 474999) AS n
)
SELECT n + 1,
    (SELECT code FROM bench.ente AS e ORDER BY (e.x - c.x) ^ 2 + (e.y - c.y) ^ 2 LIMIT 1),
    'particella ' || n + 1,
    ST_SetSRID(ST_MakePolygon(ST_MakeLine(ARRAY[
        ST_MakePoint(x + r[1], y + r[2]), ST_MakePoint(x + 16 + r[3], y + r[4]),
        ST_MakePoint(x + 16 + r[5], y + 26 + r[6]), ST_MakePoint(x + r[7], y + 26 + r[8]),
        ST_MakePoint(x + r[1], y + r[2])
    ])), 7791)
FROM corner AS c;

INSERT INTO bench.ente VALUES ('000020', 506800, 5040485);
INSERT INTO bench.parcel
WITH seed AS MATERIALIZED (SELECT setseed(0.75)), corner AS MATERIALIZED (
    SELECT n, 500000 + 13580 * random() AS x, 5030000 + 20940 * random() AS y, 8 * random() AS w, 8 * random() AS h
    FROM seed, generate_series(475001, 499500) AS n
)
SELECT n, '000020', 'particella ' || n, ST_MakeEnvelope(x, y, x + 16 + w, y + 26 + h, 7791) FROM corner;

INSERT INTO bench.parcel
WITH seed AS MATERIALIZED (SELECT setseed(0.125)), area AS MATERIALIZED (
    SELECT n, 50 * 100 ^ random() AS size_m, 3000 * (random() - 0.5) AS dx, 3000 * (random() - 0.5) AS dy
    FROM seed, generate_series(499501, 500000) AS n
)
SELECT n, e.code, 'area ' || n, ST_Buffer(ST_SetSRID(ST_MakePoint(e.x + dx, e.y + dy), 7791), size_m / 2, 2)
FROM area JOIN bench.ente AS e ON e.code = lpad((n % 20 + 1)::text, 6, '0');

CREATE INDEX ON bench.parcel USING gist (geom);
ANALYZE;
