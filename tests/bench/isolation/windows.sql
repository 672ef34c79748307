-- Windows that return exactly 60 rows of the ente that asks, and wide ones.
--
-- inside: no parcel of another comune in it; border: at least 30 of neighbours, which are not shown;
-- scattered: the metropolitan body asks, its neighbours' parcels are twenty times as many; wide:
-- about a kilometre inside a comune, whatever it returns.

CREATE TABLE bench.chosen AS
WITH seed AS MATERIALIZED (SELECT setseed(0.3)), centre AS MATERIALIZED (
    SELECT ente, ST_Centroid(geom) AS at, row_number() OVER (PARTITION BY ente ORDER BY random()) AS place
    FROM seed, bench.parcel WHERE label LIKE 'particella%'
), box AS MATERIALIZED (
    SELECT ente, place, place <= 20 AND ente < '000020' AS wide,
        ST_Expand(at, half_m * (1 + random() / 2), half_m * (1 + random() / 2)) AS box
    FROM centre, LATERAL (
        SELECT CASE
            WHEN ente = '000020' THEN 340 WHEN place <= 20 THEN 420 WHEN place % 2 = 0 THEN 75 ELSE 100
        END AS half_m
    ) AS half
    WHERE place <= 4000
), counted AS MATERIALIZED (
    SELECT b.ente, place, wide, box, count(*) FILTER (WHERE p.ente = b.ente) AS own,
        count(*) FILTER (WHERE p.ente NOT IN (b.ente, '000020') AND p.label LIKE 'particella%') AS others
    FROM box AS b JOIN bench.parcel AS p ON p.geom && box
    GROUP BY b.ente, place, wide, box
), kinds AS (
    SELECT *, CASE
            WHEN wide AND others = 0 THEN 'wide'
            WHEN wide OR own <> 60 THEN NULL
            WHEN ente = '000020' THEN 'scattered'
            WHEN others = 0 THEN 'inside'
            WHEN others >= 30 THEN 'border'
        END AS kind
    FROM counted
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY kind, ente ORDER BY place) AS n FROM kinds WHERE kind IS NOT NULL
)
SELECT kind, ente, box, own FROM numbered
WHERE n <= CASE kind WHEN 'inside' THEN 4 WHEN 'border' THEN 4 WHEN 'scattered' THEN 20 ELSE 2 END;
