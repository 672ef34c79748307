"""PostGIS lays the stars of the case `overlay` over each other, in a throwaway PostgreSQL."""

import math
import struct
import subprocess
import time
from pathlib import Path

from algorithms import THREADS
from cluster import Cluster
from installation import Failed
from report import median, repeats

CORNERS = 24
# Overlaps up to this size are slivers, in square metres: as in processes/src/cases.rs.
LEAST_M2 = 0.01
# Every process counts: the leader works too, so that the workers are one less than the threads.
SETTINGS = (
    f"SET max_parallel_workers_per_gather = {THREADS - 1}; SET work_mem = '256MB'; SET parallel_setup_cost = 0; "
    "SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0"
)
QUESTION = f"""SELECT count(*), sum(area) FROM (
    SELECT ST_Area(ST_Intersection(one.geom, other.geom)) AS area
    FROM stars_left AS one JOIN stars_right AS other ON one.geom && other.geom AND ST_Intersects(one.geom, other.geom)) AS found WHERE area > {LEAST_M2}"""
COPY_LIMIT_S = 300


def answer(folder):
    """Who answered, in how many seconds, and what is wrong."""
    folder = Path(folder)
    with Cluster().serve() as cluster:
        connection = cluster.connect()
        connection.sql("CREATE EXTENSION postgis")
        for name in ("left", "right"):
            load(cluster, connection, f"stars_{name}", folder / name)
        connection.sql(SETTINGS)
        plan = "\n".join(line for line, in connection.sql("EXPLAIN " + QUESTION))
        connection.sql(QUESTION)
        took = []
        for _ in range(repeats(3)):
            began = time.perf_counter()
            rows = connection.sql(QUESTION)
            took.append(time.perf_counter() - began)
        version = connection.sql("SELECT postgis_lib_version()")[0][0]
        connection.close()
    if "Index Scan" not in plan or ("Gather" not in plan and THREADS > 1):
        raise Failed(f"overlay: PostGIS does not work as it should:\n{plan}")
    return {"name": f"PostGIS {version}, {THREADS} processes", "seconds": median(took), "wrong": wrong(rows[0], folder)}


def load(cluster, connection, name, path):
    """Copies stars into a table, with an index, and lets PostgreSQL look at it."""
    connection.sql(f"CREATE TABLE {name} (id bigserial, geom geometry(Polygon, 7791))")
    command = ["psql", "-Xq", "-h", str(cluster.folder), "-p", str(cluster.port), "-U", "postgres", "-d", "postgres",
               "-v", "ON_ERROR_STOP=1", "-c", f"COPY {name} (geom) FROM STDIN"]
    done = subprocess.run(command, input="\n".join(stars(path.read_bytes())), capture_output=True, text=True,
                          timeout=COPY_LIMIT_S, check=False)
    if done.returncode != 0:
        raise Failed(f"psql: {done.stderr.strip()[-800:]}")
    connection.sql(f"CREATE INDEX ON {name} USING gist (geom)")
    connection.sql(f"VACUUM ANALYZE {name}")


def stars(numbers):
    """A line of hexadecimal EWKB for each star."""
    size = CORNERS * 16
    # Little end first; a polygon with a reference system, one ring that is closed (the PostGIS manual, 4.1.2).
    head = struct.pack("<BIIII", 1, 0x20000003, 7791, 1, CORNERS + 1)
    for first in range(0, len(numbers), size):
        ring = numbers[first:first + size]
        yield (head + ring + ring[:16]).hex()


def wrong(row, folder):
    """What differs from Civico's overlaps: their number, or the sum of their areas."""
    overlaps = [overlap[2] for overlap in struct.iter_unpack("<ddd", (folder / "overlaps").read_bytes())]
    count, area_m2 = int(row[0]), float(row[1])
    if count != len(overlaps):
        return f"PostGIS: {count} overlaps, not {len(overlaps)}"
    apart = abs(math.fsum(overlaps) / area_m2 - 1)
    return "" if apart < 1e-6 else f"PostGIS: areas differ by {apart:.2e}"
