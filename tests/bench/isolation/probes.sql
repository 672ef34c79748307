-- Shapes and windows of every size, to prove that the ranges of cells find what `&&` finds.
--
-- Points, lines and areas up to 2,000 km, near Milan, at the edge of the range of cells and beyond
-- it, with corners exactly on corners of cells; NULL and EMPTY. Windows up to 2,000 km and down to
-- a point, a tenth of them on corners of cells, a tenth on a corner of a shape.

CREATE TABLE bench.probe (
    id bigint PRIMARY KEY,
    geom geometry(Geometry, 7791),
    cell bigint GENERATED ALWAYS AS (civico.spatial_cell(geom)) STORED
);
INSERT INTO bench.probe (id, geom)
WITH seed AS MATERIALIZED (SELECT setseed(0.9)), drawn AS MATERIALIZED (
    SELECT n, random() AS a, random() AS b, 2e7 ^ random() / 10 AS w, 2e7 ^ random() / 10 AS h, 64 * 4 ^ (n / 10 % 7) AS size_m
    FROM seed, generate_series(1, 20000) AS n
), placed AS (
    SELECT n, w, h,
        CASE n % 10 WHEN 0 THEN 8388608 + 5000 * (a - 0.5) WHEN 1 THEN 500000 + 1e5 * a ELSE 500000 + 2e4 * a END AS x,
        CASE n % 10 WHEN 0 THEN -8388608 + 5000 * (b - 0.5) WHEN 1 THEN 5030000 + 1e5 * b ELSE 5030000 + 2e4 * b END AS y,
        size_m
    FROM drawn
), corner AS (
    SELECT n, w, h, CASE n % 10 WHEN 2 THEN floor(x / size_m) * size_m ELSE x END AS x,
        CASE n % 10 WHEN 2 THEN floor(y / size_m) * size_m ELSE y END AS y, size_m
    FROM placed
)
SELECT n, ST_SetSRID(CASE
        WHEN n % 1000 = 5 THEN NULL
        WHEN n % 1000 = 6 THEN 'POLYGON EMPTY'::geometry
        WHEN n % 3 = 0 THEN ST_MakePoint(x, y)
        WHEN n % 10 = 2 THEN ST_MakeEnvelope(x, y, x + size_m, y + size_m)
        WHEN n % 10 = 3 THEN ST_MakeLine(ST_MakePoint(x, y), ST_MakePoint(x + w, y + h))
        ELSE ST_MakeEnvelope(x, y, x + w, y + h)
    END, 7791)
FROM corner;
CREATE INDEX ON bench.probe (cell);
ANALYZE bench.probe;

CREATE TABLE bench.probe_window AS
WITH seed AS MATERIALIZED (SELECT setseed(0.6)), drawn AS MATERIALIZED (
    SELECT n, random() AS a, random() AS b, 2e7 ^ random() / 10 AS w, 2e7 ^ random() / 10 AS h, 64 * 4 ^ (n / 10 % 7) AS size_m
    FROM seed, generate_series(1, 500) AS n
), placed AS (
    SELECT n, w, h, size_m, CASE n % 10 WHEN 0 THEN 8388608 + 5000 * (a - 0.5) ELSE 500000 + 2e4 * a END AS x,
        CASE n % 10 WHEN 0 THEN -8388608 + 5000 * (b - 0.5) ELSE 5030000 + 2e4 * b END AS y
    FROM drawn
)
SELECT n, CASE n % 10
        WHEN 1 THEN ST_MakeEnvelope(floor(x / size_m) * size_m, floor(y / size_m) * size_m,
            floor(x / size_m + 1) * size_m, floor(y / size_m + 1) * size_m, 7791)
        WHEN 2 THEN (SELECT ST_SetSRID(ST_MakePoint(ST_XMax(geom), ST_YMax(geom)), 7791) FROM bench.probe WHERE id = n * 30)
        ELSE ST_MakeEnvelope(x, y, x + w, y + h, 7791)
    END AS box
FROM placed;
