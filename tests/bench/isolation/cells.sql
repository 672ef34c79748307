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
