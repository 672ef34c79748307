"""The database's floor: the bare query by `pgbench`, without a server before it."""

import re
import subprocess

import processor
from answers import ZOOM
from installation import WORK, Failed
from load import Measured

# What a tile of house numbers is at least: rows by the index, clipped and encoded by PostGIS. The
# buffer is that of the tiles served, 64 of 4096.
TILE = f"""\\set n random(1, :count)
SELECT ST_AsMVT(f.*, 'addresses', 4096, 'geom') FROM (
    SELECT id::text AS id, number, street, street_id, postcode, istat_code, municipality, state, local_code,
        source_x, source_y, source_crs, ST_AsMVTGeom(ST_Transform(geom, 3857), box, 4096, 64, true) AS geom
    FROM (SELECT ST_TileEnvelope({ZOOM}, x, y) AS box,
            ST_Transform(ST_TileEnvelope({ZOOM}, x, y, margin => 65.0 / 4096), 7791) AS search
        FROM public.bench_tile WHERE n = :n OFFSET 0) AS t
    JOIN civico.addresses ON geom && search
    WHERE state = 'current') AS f;
"""
# A literal limit: for a parameter PostgreSQL plans every time anew.
PAGE = """SELECT a.id::text, ST_AsBinary(ST_Transform(geom, 4326)), number, street, street_id, postcode, istat_code,
    municipality, state, local_code, source_x, source_y, source_crs
FROM civico.addresses a WHERE state = 'current' ORDER BY a.id LIMIT 100;
"""


def put_tiles(installation, paths):
    """Gives the query the tiles that are asked for over HTTP."""
    found = [re.search(r"/\d+/(\d+)/(\d+)\?", path).groups() for path in paths]
    rows = ", ".join(f"({n}, {x}, {y})" for n, (x, y) in enumerate(found, 1))
    installation.sql(
        "DROP TABLE IF EXISTS public.bench_tile;"
        "CREATE TABLE public.bench_tile (n integer PRIMARY KEY, x integer NOT NULL, y integer NOT NULL);"
        f"INSERT INTO public.bench_tile VALUES {rows}; ANALYZE public.bench_tile"
    )
    return len(found)


def pgbench(installation, script, load, count=1):
    """Runs a query as often as it goes on so many connections."""
    for log in WORK.glob("latency.*"):
        log.unlink()
    (WORK / "query.sql").write_text(script)
    command = [
        "pgbench", "-n", "-M", "prepared", "-f", str(WORK / "query.sql"), "-D", f"count={count}",
        "-c", str(load.connections), "-j", str(load.threads), "-T", str(load.seconds), "-l",
        "--log-prefix", str(WORK / "latency"), "civico",
    ]
    postmaster, _ = installation.postmaster()
    before = processor.of_cluster(postmaster)
    done = subprocess.run(
        command, env=installation.postgres_environment(), capture_output=True, text=True,
        timeout=load.seconds + 60, check=False,
    )
    after = processor.of_cluster(postmaster)
    if done.returncode != 0:
        raise Failed(f"pgbench: {done.stderr}")
    # Each line: client, number, latency in microseconds, ...
    lines = [line for log in WORK.glob("latency.*") for line in log.read_text().splitlines()]
    latencies = sorted(int(line.split()[2]) / 1000 for line in lines)
    return Measured(
        per_s=float(re.search(r"tps = ([\d.]+)", done.stdout)[1]),
        p50_ms=latencies[len(latencies) // 2],
        p99_ms=latencies[len(latencies) * 99 // 100],
        server_us=0.0,
        database_us=(after - before) / len(latencies) * 1e6,
    )
