"""http: a warm tile, a page of items and the geocoder beside two floors.

Floors: `/status/live`, a constant answer behind the same middleware, and bare axum (floor/) with
answers as long as those it stands beside.
"""

import contextlib
import gzip
import json
import math
import os
import statistics
import subprocess
from dataclasses import dataclass, field

import mvt
from installation import Failed, Installation, ask, start, stop
from load import ALONE, MANY, Load, wrk
from report import main, median, postgres, repeats, table

COLLECTION = "addresses"
# Duomo di Milano: a viewport of 8 x 8 tiles around it.
CENTRE = (9.1919, 45.4641)
ZOOM, SIDE = 16, 8
QUESTIONS = 1000
# So many questions may find another address first: the register has streets of the same name.
RIGHT_AT_LEAST = 0.95


@dataclass
class Case:
    """Requests of one kind, to the server or to the floor."""

    name: str
    requests: list
    headers: list = field(default_factory=list)
    size: int = 2
    on_floor: bool = False
    runs: list = field(default_factory=list)
    alone: list = field(default_factory=list)
    """The same with one connection: what an answer takes when nobody else asks."""

    def floor(self):
        """The same load for bare axum, with answers as long."""
        requests = [f"/{self.size}" + line[line.index("\t"):] if "\t" in line else f"/{self.size}" for line in self.requests[:1]]
        return Case(f"bare axum, {self.size} bytes", requests, self.headers, self.size, on_floor=True)


def tile_of(lon, lat, zoom):
    """The tile of a place in the Web Mercator quad (OGC 17-083r4, annex D.1)."""
    x = (lon + 180) / 360 * 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom
    return int(x), int(y)


def tiles(installation):
    """Warms a viewport of tiles and compares their points with the database."""
    tilejson = json.loads(ask(f"{installation.url}/tiles/{COLLECTION}")[2])
    template = tilejson["tiles"][0].removeprefix(installation.url)
    west, north = (place - SIDE // 2 for place in tile_of(*CENTRE, ZOOM))
    paths, sizes, inside = [], [], 0
    for x in range(west, west + SIDE):
        for y in range(north, north + SIDE):
            path = template.format(z=ZOOM, x=x, y=y)
            status, headers, body = ask(installation.url + path, headers={"Accept-Encoding": "gzip"})
            if status == 204:
                continue
            if headers.get("content-encoding") != "gzip":
                raise Failed(f"{path} is not compressed")
            points = mvt.layers(gzip.decompress(body)).get(COLLECTION, [])
            if not points:
                raise Failed(f"{path} decodes to nothing")
            inside += sum(0 <= px < 4096 and 0 <= py < 4096 for px, py in points)
            paths.append(path)
            sizes.append(len(body))
    corners = [f"ST_TileEnvelope({ZOOM}, {x}, {y})" for x, y in
               ((west, north), (west + SIDE - 1, north + SIDE - 1))]
    stored = int(installation.sql(
        f"""SELECT count(*) FROM civico.address a,
                (SELECT ST_Envelope(ST_Union({corners[0]}, {corners[1]})) AS box) AS view
            WHERE a.stage = 'current' AND ST_Covers(view.box, ST_Transform(a.point, 3857))"""
    )[0][0])
    # A point on the edge may be rounded to either side.
    if not paths or abs(inside - stored) > max(2, stored // 1000):
        raise Failed(f"{len(paths)} tiles hold {inside} points, the database {stored}")
    print(f"tiles: {len(paths)} of zoom {ZOOM}, {inside} points in them, {stored} in the database")
    return Case("warm tile, gzip", paths, ["Accept-Encoding: gzip"], round(statistics.mean(sizes)))


def items(installation):
    path = f"/ogc/collections/{COLLECTION}/items?limit=100"
    plain = ask(installation.url + path)[2]
    packed = ask(installation.url + path, headers={"Accept-Encoding": "gzip"})[2]
    for body in (plain, gzip.decompress(packed)):
        features = json.loads(body)["features"]
        ids = [feature["id"] for feature in features]
        placed = [feature["geometry"]["type"] == "Point" for feature in features]
        first = installation.sql(
            "SELECT string_agg(id::text, ' ') FROM"
            " (SELECT id FROM civico.address WHERE stage = 'current' ORDER BY id LIMIT 100) AS first"
        )[0][0].split()
        if ids != first or not all(placed):
            raise Failed(f"{path} gives {len(features)} features that are not the first 100 of the database")
    print("items: the first 100 of the database")
    return [
        Case("items?limit=100", [path], [], len(plain)),
        Case("items?limit=100, gzip", [path], ["Accept-Encoding: gzip"], len(packed)),
    ]


def geocoder(installation):
    """Asks for addresses of the register; only questions whose answer is right are loaded with."""
    page = json.loads(ask(f"{installation.url}/ogc/collections/{COLLECTION}/items?limit={QUESTIONS}")[2])
    path, lines, sizes, asked = "/rest/geocoder/v1/search", [], [], 0
    for feature in page["features"]:
        known = feature["properties"]
        body = {"q": f"{known['street']} {known['number']}, {known['municipality']}"}
        answer = ask(installation.url + path, body)[2]
        asked += 1
        found = json.loads(answer)["features"]
        if found and found[0]["properties"]["id"] == feature["id"]:
            lines.append(f"{path}\t{json.dumps(body)}")
            sizes.append(len(answer))
    print(f"geocoder: {len(lines)} of {asked} addresses found first")
    if len(lines) < asked * RIGHT_AT_LEAST:
        raise Failed("the geocoder finds too few")
    return Case("geocode, POST", lines, ["Content-Type: application/json"], round(statistics.mean(sizes)))


@contextlib.contextmanager
def floor():
    process = start([os.environ["BENCH_FLOOR"]], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        stop(process)


def load(cases, installation, server, floor_url, floor_id):
    """Loads with each case in turn, as often as asked; the first round only warms up."""
    postmaster, _ = installation.postmaster()
    for turn in range(repeats(3) + 1):
        for case in cases:
            where = (floor_url, case.requests, case.headers, floor_id, None)
            if not case.on_floor:
                where = (installation.url, case.requests, case.headers, server, postmaster)
            if turn == 0:
                wrk(*where, Load(seconds=2))
            else:
                case.runs.append(wrk(*where, MANY))
                case.alone.append(wrk(*where, ALONE))


def row(case, live):
    def of(name, runs=case.runs):
        return median([getattr(run, name) for run in runs])

    return [
        case.name, case.size, f"{of('per_s'):.0f}", f"{of('per_s') / live:.3f}", f"{of('p50_ms'):.2f}",
        f"{of('p99_ms'):.1f}", f"{of('p50_ms', case.alone):.2f}", f"{of('p99_ms', case.alone):.2f}",
        f"{of('server_us'):.0f}", "" if case.on_floor else f"{of('database_us'):.0f}",
    ]


def benchmark():
    installation = Installation()
    installation.load_register()
    with installation.serve() as server, floor() as (floor_url, floor_id):
        postgres(installation)
        live = Case("/status/live", ["/status/live"])
        measured = [tiles(installation), *items(installation), geocoder(installation)]
        cases = [live.floor(), live]
        for case in measured:
            cases += [case.floor(), case]
        load(cases, installation, server.pid, floor_url, floor_id)
    print(f"wrk on the same machine as the server: {MANY}; alone: {ALONE}; medians of {repeats(3)} rounds\n")
    per_s = median([run.per_s for run in live.runs])
    table(
        ["answer", "bytes", "requests/s", "to /status/live", "p50 ms", "p99 ms", "p50 alone", "p99 alone", "server µs",
         "PostgreSQL µs"],
        [row(case, per_s) for case in cases],
    )
    print("\nThe last two columns are processor time for each request.")


main("http", benchmark)
