"""isolation: what it costs that enti cannot read each other's rows, on 500,000 polygons of 20 enti.

The floor is a table of one ente alone. Beside it: a schema and a role for each ente, and tables that
all enti share under a row policy, with a superuser's LEAKPROOF, by cells (isolation/cells.sql), and
as PostGIS comes. Windows return 60 rows; each way has a connection, whose transactions are those of
the server: BEGIN and SET LOCAL ROLE in one message, a prepared statement, COMMIT.
"""

import random
import time

from cluster import Cluster
from installation import Failed
from libpq import parameters
from report import main, median, postgres, repeats, table
from tenants import CELL, LIST, RANGES, Way, make_shared, script, windows

FLOOR, SCHEMAS, CHOSEN = "one ente alone", "schema and role", "policy, cells by ranges"
# How much longer than the floor, on the median; of the policies, the one that is chosen.
LIMITS = {SCHEMAS: 1.5, CHOSEN: 6.0}
KINDS = {
    "inside": "windows inside a comune, another ente each time",
    "border": "windows across a border, another ente each time",
    "scattered": "windows of the metropolitan body among the comuni's parcels",
    "same ente": "windows inside one comune, no change of role",
    "wide": "windows of about a kilometre",
}
JUDGED = ("inside", "border", "scattered")
SAME_ENTE = "000007"
WARM_UP = 2


def benchmark():
    with Cluster().serve() as cluster:
        administrator = cluster.connect()
        administrator.sql("CREATE DATABASE stock")
        stock = cluster.connect(database="stock")
        postgres_says(stock)
        prove_cells(stock)
        # LEAKPROOF holds for a database: the other ways have to do without.
        stock.close()
        administrator.sql("CREATE DATABASE leakproof TEMPLATE stock STRATEGY file_copy")
        stock, leakproof = cluster.connect(database="stock"), cluster.connect(database="leakproof")
        make(stock, leakproof)
        ways = connect(cluster)
        chosen = windows(stock)
        check_refusal(ways)
        measure(ways, chosen)
        print(f"\nA statement that does nothing takes {round_trip_us(ways[0].connection):.0f} µs there and back.")
        show_plans(ways, next(window for window in chosen if window.kind == "border"))
    judge(ways, chosen)


def postgres_says(stock):
    script(stock, "parcels.sql")
    postgres(stock)
    script(stock, "tenants.sql")
    script(stock, "cells.sql")
    script(stock, "windows.sql")


def prove_cells(connection):
    """Compares the ranges of cells with `&&` on shapes and windows of every size."""
    script(connection, "probes.sql")
    windows_asked, found, classes, wrong = connection.sql(
        """SELECT count(*), sum(cardinality(plain)), (SELECT count(DISTINCT cell >> 40) FROM bench.probe),
            count(*) FILTER (WHERE by_cells IS DISTINCT FROM plain)
        FROM (SELECT
            ARRAY(SELECT id FROM bench.probe WHERE geom && box ORDER BY id) AS plain,
            ARRAY(SELECT id FROM civico.spatial_ranges(box) JOIN bench.probe ON cell BETWEEN low AND high
                WHERE geom && box ORDER BY id) AS by_cells
        FROM bench.probe_window OFFSET 0) AS both_ways"""
    )[0]
    print(f"cells: {windows_asked} windows find {found} shapes of {classes} classes, {wrong} windows other than by &&")
    if wrong != "0" or classes != "7" or int(found) < 100_000:
        raise Failed("the ranges of cells do not find what && finds")


def make(stock, leakproof):
    leakproof.sql("CREATE EXTENSION btree_gist; ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF")
    made = [
        make_shared(leakproof, "parcel", ["USING gist (ente, geom)"]),
        make_shared(stock, "parcel", ["(ente, cell)"], CELL),
        make_shared(stock, "parcel_stock", ["(ente)", "USING gist (geom)"]),
    ]
    stock.sql("VACUUM ANALYZE")
    leakproof.sql("VACUUM ANALYZE")
    print()
    table(["indexes of 500,000 rows", "seconds", "MB"], made)


def connect(cluster):
    def way(name, where, *details, **more):
        return Way(name, cluster.connect("pooled", where), *details, **more)

    ways = [
        way(FLOOR, "stock", "alone.parcel_{ente}", role=False),
        way(SCHEMAS, "stock", "ente_{ente}.parcel"),
        way("policy, LEAKPROOF, gist (ente, geom)", "leakproof", "shared.parcel"),
        way(CHOSEN, "stock", "shared.parcel", RANGES, parameters="ranges"),
        way("policy, cells by list", "stock", "shared.parcel", LIST, parameters="cells"),
        way("policy, as PostGIS comes", "stock", "shared.parcel_stock"),
    ]
    for one in ways:
        one.prepare([f"{number:06}" for number in range(1, 21)])
    return ways


def check_refusal(ways):
    """The role of an ente cannot name another's table."""
    connection = ways[1].connection
    connection.run(ways[1].begins["000001"])
    try:
        connection.sql("SELECT count(*) FROM ente_000002.parcel")
    except Failed as refused:
        if "permission denied for schema" in str(refused):
            return
    finally:
        connection.run(b"ROLLBACK")
    raise Failed("the role of an ente reads the table of another")


def measure(ways, chosen):
    """Ways take turns at each window, in another order each time; the first turns compare the rows.

    The last way reads so much that whoever comes next finds cold caches: it has turns of its own."""
    chance = random.Random(15146)
    mixed = [window for window in chosen if window.kind != "wide"]
    same = [window for window in chosen if window.kind == "inside" and window.ente == SAME_ENTE]
    wide = [window for window in chosen if window.kind == "wide"]
    for kind, asked, rounds in ((None, mixed, repeats(10)), ("same ente", same * 10, repeats(10)), (None, wide, 5)):
        for turn in range(WARM_UP + rounds):
            chance.shuffle(asked)
            for window in asked:
                for way in chance.sample(ways[:-1], len(ways) - 1):
                    way.ask(window, (kind or window.kind) if turn >= WARM_UP else None)
            for window in asked[:: 1 if turn < WARM_UP else 4]:
                ways[-1].ask(window, (kind or window.kind) if turn >= WARM_UP else None)


def round_trip_us(connection):
    connection.prepare("nothing", "SELECT 1::bigint")
    none, took = parameters([]), []
    for _ in range(1000):
        began = time.perf_counter()
        result = connection.execute(b"nothing", none)
        took.append((time.perf_counter() - began) * 1e6)
        connection.count(result)
    return median(took)


def show_plans(ways, window):
    """The plans in use under the policy; those that count must use their index for the window."""
    print(f"\nPlans as ente_{window.ente}, at a border, after all that was asked:")
    needed = {"policy, LEAKPROOF, gist (ente, geom)": "(geom && ", CHOSEN: "(cell >= ", "policy, cells by list": "(cell = ANY "}
    for way in ways[2:]:
        plan = way.plan(window)
        print(f"\n{way.name}:\n" + "\n".join(line[:150] for line in plan))
        conditions = [line for line in plan if "Index Cond:" in line]
        if way.name in needed and not any("(ente = $" in line and needed[way.name] in line for line in conditions):
            raise Failed(f"{way.name}: the index is not used for ente and window")


def judge(ways, chosen):
    missed = []
    for kind, said in KINDS.items():
        asked = [window for window in chosen if window.kind == kind.replace("same ente", "inside")]
        ranges, cells = (median([window.counts[place] for window in asked]) for place in (0, 1))
        floor = ways[0]
        print(f"\n{said}: {len(floor.query_us[kind])} times each, {median([len(window.ids) for window in asked]):.0f} rows, "
              f"{ranges:.0f} ranges or {cells:.0f} cells\n")
        rows = []
        for way in ways:
            query, whole = (median(way.query_us[kind]), median(way.transaction_us[kind]))
            ratios = query / median(floor.query_us[kind]), whole / median(floor.transaction_us[kind])
            limit = LIMITS.get(way.name) if kind in JUDGED else None
            if limit and max(ratios) > limit:
                missed.append(f"{way.name}, {kind}: {max(ratios):.2f} above {limit}")
            rows.append([way.name, f"{query:.0f}", f"{ratios[0]:.2f}", f"{whole:.0f}", f"{ratios[1]:.2f}", limit or ""])
        table(["way", "query µs", "to the floor", "transaction µs", "to the floor", "limit"], rows)
    if missed:
        raise Failed("; ".join(missed))


main("isolation", benchmark, programs=False)
