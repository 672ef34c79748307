"""The requests that are loaded with, after their answers were compared with the database."""

import gzip
import json
import math
import statistics
from dataclasses import dataclass, field

import mvt
from installation import Failed, ask

COLLECTION = "addresses"
# Duomo di Milano: a viewport of 24 x 24 tiles around it, most of the city.
CENTRE = (9.1919, 45.4641)
ZOOM, SIDE = 16, 24
EXTENT = 4096
QUESTIONS = 1000
# The register has several addresses with one label: that many may be found first instead.
RIGHT_AT_LEAST = 0.95


@dataclass
class Requests:
    """Requests of one kind, with the mean size of their answers in bytes."""

    name: str
    lines: list
    headers: list = field(default_factory=list)
    size: int = 2

    def floor(self):
        """As many bytes from a program that only sends them."""
        _, tab, body = self.lines[0].partition("\t")
        return Requests(f"bare axum, {self.size} bytes", [f"/{self.size}{tab}{body}"], self.headers, self.size)


def viewport():
    """Western column, northern row of the viewport (OGC 17-083r4, annex D.1)."""
    lon, lat = CENTRE
    x = (lon + 180) / 360 * 2**ZOOM
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**ZOOM
    return int(x) - SIDE // 2, int(y) - SIDE // 2


def tiles(installation):
    """Decodes every tile of the viewport that is not empty, which warms them, and counts."""
    tilejson = json.loads(ask(f"{installation.url}/tiles/{COLLECTION}")[2])
    template = tilejson["tiles"][0].removeprefix(installation.url)
    west, north = viewport()
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
            inside += sum(0 <= px < EXTENT and 0 <= py < EXTENT for px, py in points)
            paths.append(path)
            sizes.append(len(body))
    stored = count_in_viewport(installation)
    # A point on the edge may be rounded to either side.
    if not paths or abs(inside - stored) > max(2, stored // 1000):
        raise Failed(f"{len(paths)} tiles hold {inside} points, the database {stored}")
    print(f"tiles: {len(paths)} of zoom {ZOOM} are not empty, {inside} points in them, {stored} in the database")
    return Requests("tile, gzip", paths, ["Accept-Encoding: gzip"], round(statistics.mean(sizes)))


def count_in_viewport(installation):
    west, north = viewport()
    corners = [f"ST_TileEnvelope({ZOOM}, {west + step}, {north + step})" for step in (0, SIDE - 1)]
    return int(installation.sql(
        f"""SELECT count(*) FROM civico.address a,
                (SELECT ST_Envelope(ST_Union({corners[0]}, {corners[1]})) AS box) AS view
            WHERE a.stage = 'current' AND ST_Covers(view.box, ST_Transform(a.point, 3857))"""
    )[0][0])


def items(installation):
    """The first page, plain and compressed."""
    path = f"/ogc/collections/{COLLECTION}/items?limit=100"
    plain = ask(installation.url + path)[2]
    packed = ask(installation.url + path, headers={"Accept-Encoding": "gzip"})[2]
    first = installation.sql("SELECT id FROM civico.address WHERE stage = 'current' ORDER BY id LIMIT 100")
    for body in (plain, gzip.decompress(packed)):
        features = json.loads(body)["features"]
        placed = all(feature["geometry"]["type"] == "Point" for feature in features)
        if [[feature["id"]] for feature in features] != first or not placed:
            raise Failed(f"{path} gives {len(features)} features that are not the first 100 of the database")
    print("items: the first 100 of the database")
    return (
        Requests("items?limit=100", [path], [], len(plain)),
        Requests("items?limit=100, gzip", [path], ["Accept-Encoding: gzip"], len(packed)),
    )


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
    print(f"geocoder: {len(lines)} of {asked} addresses of the register are found first")
    if len(lines) < asked * RIGHT_AT_LEAST:
        raise Failed("the geocoder finds too few")
    return Requests("geocode, POST", lines, ["Content-Type: application/json"], round(statistics.mean(sizes)))
