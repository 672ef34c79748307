"""http: tiles, a page of items and the geocoder, each beside its floors.

Floors: `/status/live`, a constant answer behind the same middleware; bare axum (floor/) with
answers as long as those it stands beside; the bare query by pgbench where the database is asked.
"""

import contextlib
import os
import subprocess
from dataclasses import dataclass, field, replace
from typing import Callable

import answers
from answers import Requests
from installation import Installation, start, stop
from load import ALONE, MANY, Load, wrk
from pgbench import PAGE, TILE, pgbench, put_tiles
from report import main, median, postgres, repeats, table


@dataclass
class Case:
    """Something to be loaded, and what was measured: under load, and with one connection."""

    name: str
    size: int | None
    run: Callable
    under_load: list = field(default_factory=list)
    alone: list = field(default_factory=list)


@contextlib.contextmanager
def floor():
    process = start([os.environ["BENCH_FLOOR"]], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        stop(process)


def cases(installation, server, uncached, uncached_server, floor_url, floor_id):
    """Checks all answers and pairs each kind with its floors."""
    postmaster, _ = installation.postmaster()

    def bare(requests):
        made = requests.floor()
        return Case(made.name, made.size, lambda load: wrk(floor_url, made.lines, made.headers, floor_id, None, load))

    def served(requests, by=installation, process=server):
        return Case(
            requests.name, requests.size,
            lambda load: wrk(by.url, requests.lines, requests.headers, process.pid, postmaster, load),
        )

    live = Requests("/status/live", ["/status/live"])
    tile, (page, page_gzip), question = answers.tiles(installation), answers.items(installation), answers.geocoder(installation)
    count = put_tiles(installation, tile.lines)
    return [
        bare(live),
        served(live),
        bare(tile),
        served(replace(tile, name="warm tile, gzip")),
        Case("bare ST_AsMVT by pgbench", None, lambda load: pgbench(installation, TILE, load, count)),
        served(replace(tile, name="tile without cache, gzip"), uncached, uncached_server),
        bare(page),
        Case("bare query by pgbench", None, lambda load: pgbench(installation, PAGE, load)),
        served(page),
        served(page_gzip),
        bare(question),
        served(question),
    ]


def row(case, live):
    def of(name, runs=case.under_load):
        return median([getattr(run, name) for run in runs])

    def cost(name):
        return f"{of(name):.0f}" if of(name) >= 1 else ""

    return [
        case.name, case.size or "", f"{of('per_s'):.0f}", f"{of('per_s') / live:.3f}", f"{of('p50_ms'):.2f}",
        f"{of('p99_ms'):.1f}", f"{of('p50_ms', case.alone):.2f}", f"{of('p99_ms', case.alone):.2f}",
        cost("server_us"), cost("database_us"),
    ]


def benchmark():
    installation = Installation()
    installation.load_register()
    uncached = Installation({"CIVICO_SERVER__TILE_CACHE_MB": "0"})
    with installation.serve() as server, uncached.serve() as uncached_server, floor() as (floor_url, floor_id):
        postgres(installation)
        loaded = cases(installation, server, uncached, uncached_server, floor_url, floor_id)
        # Cases take turns; the first round only warms up.
        for case in loaded:
            case.run(Load(seconds=2))
        for _ in range(repeats(3)):
            for case in loaded:
                case.under_load.append(case.run(MANY))
                case.alone.append(case.run(ALONE))
    print(f"wrk and pgbench on the same machine: {MANY}; alone: {ALONE}; medians of {repeats(3)} rounds\n")
    live = median([run.per_s for run in loaded[1].under_load])
    table(
        ["answer", "bytes", "requests/s", "to /status/live", "p50 ms", "p99 ms", "p50 alone", "p99 alone", "server µs",
         "PostgreSQL µs"],
        [row(case, live) for case in loaded],
    )
    print("\nThe last two columns are processor time for each request.")


main("http", benchmark)
