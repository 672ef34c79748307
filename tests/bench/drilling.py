"""drill: what 50 layers have at a point (carotaggio), over HTTP, beside one bare query of all tables.

Layers are made from a seed over the same square: areas that tile it, stars that overlap, lines and points. The
floor is one prepared UNION ALL on one connection, with the rows that the answer tells; both are asked about the
same points one after the other, and have to find the same features.
"""

import csv
import http.client
import json
import math
import random
import subprocess
import time

from installation import WORK, Failed, Installation
from libpq import Connection, parameters
from report import median, postgres, table

LAYERS, POINTS, WARM_UP = 50, 2_000, 100
LIMIT_MS = 20.0
# A square around Milan in EPSG:7791, metres.
WEST_M, SOUTH_M, SIDE_M = 505_000.0, 5_025_000.0, 20_000.0
KINDS = {"POLYGON": 30, "LINESTRING": 10, "POINT": 10}
FEW, MANY = 2_000, 20_000
HEADERS = {"Content-Type": "application/json"}


def benchmark():
    package = make()
    installation = Installation(name="drill")
    installation.run("import", str(package))
    with installation.serve():
        postgres(installation)
        layers = find_layers(installation)
        connection = connect(installation)
        points = chosen(connection)
        rows = []
        for distance_m in (0.0, 20.0):
            rows += measured(installation, connection, layers, points, distance_m)
        connection.close()
    table(["what lies there", "who", "features", "p50 ms", "p99 ms", "most ms", "bytes", f"p99 within {LIMIT_MS:.0f} ms"], rows)


def make():
    """A GeoPackage of all layers."""
    chance = random.Random(15146)
    package = WORK / "layers.gpkg"
    number = 0
    for kind, count in KINDS.items():
        folder = WORK / f"layers-{kind.lower()}"
        folder.mkdir()
        for _ in range(count):
            number += 1
            size = round(FEW * (MANY / FEW) ** chance.random())
            with open(folder / f"layer_{number:02}.csv", "w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["wkt", "code", "name", "value", "since"])
                for place, shape in enumerate(shapes(chance, kind, number, size)):
                    since = f"{chance.randrange(1950, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
                    writer.writerow([shape, place, f"Feature {place} of {number}", f"{chance.random():.6f}", since])
        command = ["ogr2ogr", "-f", "GPKG", str(package), str(folder), "-nlt", kind, "-a_srs", "EPSG:7791", "-gt",
                   "unlimited", "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO", "-oo",
                   "AUTODETECT_TYPE=YES", *(["-update"] if package.exists() else [])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode != 0:
            raise Failed(f"ogr2ogr cannot make the layers: {done.stderr[-800:]}")
    return package


def shapes(chance, kind, number, size):
    """Shapes of a layer as WKT; every other layer of areas tiles the square."""
    if kind == "POLYGON" and number % 2:
        return tiles(chance, math.isqrt(size))
    make_one = {"POLYGON": star, "LINESTRING": line, "POINT": dot}[kind]
    return (make_one(chance) for _ in range(size))


def text(corners):
    return ", ".join(f"{east:.2f} {north:.2f}" for east, north in corners)


def anywhere(chance):
    return WEST_M + chance.random() * SIDE_M, SOUTH_M + chance.random() * SIDE_M


def tiles(chance, count):
    """Uneven quarters without gaps between them, so many to a side."""
    wide = SIDE_M / count
    corners = [[(WEST_M + (column + chance.uniform(-0.3, 0.3)) * wide, SOUTH_M + (row + chance.uniform(-0.3, 0.3)) * wide)
                for column in range(count + 1)] for row in range(count + 1)]
    for row in range(count):
        for column in range(count):
            ring = [corners[row][column], corners[row][column + 1], corners[row + 1][column + 1], corners[row + 1][column]]
            yield f"POLYGON (({text([*ring, ring[0]])}))"


def star(chance):
    east, north = anywhere(chance)
    size_m = chance.uniform(30, 300)
    ring = [(east + math.cos(turn) * radius, north + math.sin(turn) * radius) for turn, radius in
            ((corner * math.tau / 24, size_m * chance.uniform(0.4, 1.0)) for corner in range(24))]
    return f"POLYGON (({text([*ring, ring[0]])}))"


def line(chance):
    at, turn = anywhere(chance), chance.uniform(0, math.tau)
    corners = [at]
    for _ in range(8):
        turn += chance.uniform(-0.4, 0.4)
        at = at[0] + 40 * math.cos(turn), at[1] + 40 * math.sin(turn)
        corners.append(at)
    return f"LINESTRING ({text(corners)})"


def dot(chance):
    return f"POINT ({text([anywhere(chance)])})"


def find_layers(installation):
    """The collections with their tables, in the order of their names."""
    rows = installation.sql(
        "SELECT table_schema, table_name FROM information_schema.tables WHERE table_name ~ '^layer_[0-9]+_v1$' ORDER BY 2")
    if len(rows) != LAYERS:
        raise Failed(f"{len(rows)} tables of {LAYERS} layers")
    # Hyphens of names are underscores in the database.
    return [(f"{schema.removeprefix('ente_')}.{name.removesuffix('_v1')}".replace("_", "-"), f'"{schema}"."{name}"')
            for schema, name in rows]


def connect(installation):
    known = installation.postgres_environment()
    connection = Connection(f"host={known['PGHOST']} port={known['PGPORT']} user={known['PGUSER']} "
                            f"password={known['PGPASSWORD']} dbname=civico connect_timeout=5")
    # One plan for all points, as for a statement that is asked again and again.
    connection.sql("SET plan_cache_mode = force_generic_plan; SET jit = off")
    return connection


def chosen(connection):
    """Points anywhere in the square, as degrees and as EWKT in metres."""
    chance = random.Random(50)
    metres = [anywhere(chance) for _ in range(WARM_UP + POINTS)]
    values = ", ".join(f"({place}, {east!r}, {north!r})" for place, (east, north) in enumerate(metres))
    rows = connection.sql(
        f"""SELECT ST_X(p), ST_Y(p), ST_AsEWKT(ST_Transform(p, 7791), 9) FROM (
            SELECT place, ST_Transform(ST_SetSRID(ST_MakePoint(east, north), 7791), 4326) AS p
            FROM (VALUES {values}) AS at (place, east, north)) AS degrees ORDER BY place""")
    return [(float(lon), float(lat), ewkt) for lon, lat, ewkt in rows]


def measured(installation, connection, layers, points, distance_m):
    """Two rows: Civico's and the floor's; fails where they find other features."""
    name = f"drill_{distance_m:.0f}"
    near = f"ST_DWithin(geom, $1::geometry, {distance_m})" if distance_m else "ST_Intersects(geom, $1::geometry)"
    connection.prepare(name, " UNION ALL ".join(
        f"(SELECT {number} * 1000000::bigint + fid, (SELECT to_jsonb(item) - 'geom')::text, ST_Distance(geom, $1::geometry) "
        f"FROM {relation} AS item WHERE {near} ORDER BY 3, fid LIMIT 100)"
        for number, (_, relation) in enumerate(layers)))
    client = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=30)
    own_ms, floor_ms, features, sizes = [], [], [], []
    for turn, (lon, lat, ewkt) in enumerate(points):
        body = json.dumps({"inputs": {
            "geometry": {"type": "Point", "coordinates": [lon, lat]}, "distance": distance_m,
            "collections": [{"collection": collection} for collection, _ in layers]}})
        began = time.perf_counter()
        client.request("POST", "/ogc/processes/drill-through/execution", body, HEADERS)
        answer = client.getresponse()
        document = answer.read()
        took_ms = (time.perf_counter() - began) * 1e3
        if answer.status != 200:
            raise Failed(f"drill-through: {answer.status} {document[:800]}")
        given = parameters([ewkt])
        began = time.perf_counter()
        result = connection.execute(name.encode(), given)
        bare_ms = (time.perf_counter() - began) * 1e3
        count = compare(document, connection.ids(result), layers)
        if turn >= WARM_UP:
            own_ms.append(took_ms)
            floor_ms.append(bare_ms)
            features.append(count)
            sizes.append(len(document))
    client.close()
    what = f"within {distance_m:.0f} m" if distance_m else "at the point"
    verdict = "kept" if late(own_ms) <= LIMIT_MS else "MISSED"
    return [
        [what, f"Civico, {LAYERS} layers over HTTP", f"{median(features):.0f}", *figures(own_ms), f"{median(sizes):.0f}", verdict],
        [what, "one UNION ALL by libpq", f"{median(features):.0f}", *figures(floor_ms), "", ""],
    ]


def compare(document, ids, layers):
    """The features that Civico tells have to be those of the bare query; returns how many."""
    numbers = {collection: number for number, (collection, _) in enumerate(layers)}
    found = sorted(
        numbers[layer["collection"]] * 1_000_000 + int(feature["id"])
        for theme in json.loads(document)["themes"] for layer in theme["collections"] for feature in layer["features"])
    expected = sorted(int.from_bytes(one, "big") for one in ids)
    if found != expected:
        raise Failed(f"drill-through finds {len(found)} features, the bare query {len(expected)}, or others")
    return len(found)


def late(took_ms):
    """The time that one in a hundred takes longer than."""
    return sorted(took_ms)[math.ceil(len(took_ms) * 0.99) - 1]


def figures(took_ms):
    return [f"{median(took_ms):.2f}", f"{late(took_ms):.2f}", f"{max(took_ms):.1f}"]
