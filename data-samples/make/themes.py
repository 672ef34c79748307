"""Schools, parks and planning zones of a town, all taken from its blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import geopandas as gpd
import shapely
from shapely import LineString, Point, Polygon, STRtree

from . import odonyms
from .addresses import Address
from .layout import Block, Town
from .settings import WORK_CRS
from .streets import CURRENT, Street

ZONES = {
    "A": ("Città storica, tessuto di antica formazione", 1.8),
    "B": ("Tessuto consolidato a prevalente destinazione residenziale", 1.2),
    "C": ("Ambiti di trasformazione e nuova edificazione", 0.8),
    "D": ("Attività produttive, artigianali e terziarie", 1.0),
    "E": ("Aree agricole e di valore paesaggistico", 0.03),
    "F": ("Servizi pubblici e verde di pubblica utilità", 0.4),
}
SCHOOL_KINDS = (
    ("Scuola dell'infanzia", (60, 150)),
    ("Scuola primaria", (180, 480)),
    ("Scuola secondaria di primo grado", (200, 520)),
    ("Asilo nido", (30, 70)),
    ("Istituto superiore", (450, 1200)),
)
PARK_KINDS = ("Giardino", "Parco", "Parco", "Area verde")
INVALID_POLYGONS = 3


@dataclass
class Use:
    """A block and what the plan says of it."""

    block: Block
    zone: str
    purpose: str = ""  # park, school or nothing


def assign_uses(town: Town, seed: str) -> list[Use]:
    """Give every block its zone, and some of them a park or a school."""
    rng = Random(f"{seed}:uses")
    uses: list[Use] = []
    for block in town.blocks:
        away = town.remoteness(block.polygon.centroid)
        if block.industrial:
            zone = "D"
        elif away < 0.3:
            zone = "A"
        else:
            zone = "C" if away > 0.8 and not block.locality and rng.random() < 0.55 else "B"
        uses.append(Use(block, zone))
    if not any(u.zone == "D" for u in uses):
        edge = [u for u in uses if not u.block.locality]
        max(edge, key=lambda u: u.block.polygon.distance(town.centre)).zone = "D"
    candidates = [u for u in uses if u.zone in "ABC" and 5000 < u.block.polygon.area < 32000]
    rng.shuffle(candidates)
    parks = max(2, round(0.08 * len(uses)))
    schools = max(2, round(0.07 * len(uses)))
    for i, use in enumerate(candidates[: parks + schools]):
        use.zone, use.purpose = "F", "park" if i < parks else "school"
    return uses


def schools(uses: list[Use], streets: list[Street], addresses: list[Address], seed: str) -> gpd.GeoDataFrame:
    """Return the schools as points, each with the nearest address."""
    rng = Random(f"{seed}:schools")
    current = [a for a in addresses if a.state == CURRENT and not a.exponent]
    tree = STRtree([Point(a.x, a.y) for a in current])
    by_code = {s.code: s for s in streets}
    named = rng.sample(odonyms.SCHOOL_NAMES, len(odonyms.SCHOOL_NAMES))
    rows = []
    for i, use in enumerate(u for u in uses if u.purpose == "school"):
        point = use.block.polygon.representative_point()
        door = current[int(tree.nearest(point))]
        street = by_code[door.code]
        kind, places = SCHOOL_KINDS[i % len(SCHOOL_KINDS)]
        rows.append({
            "id": i + 1, "denominazione": f"{kind} {named[i % len(named)]}", "tipo": kind,
            "indirizzo": f"{street.dug} {street.duf}", "civico": str(door.number),
            "posti": rng.randrange(*places), "geometry": point,
        })
    return gpd.GeoDataFrame(rows, crs=WORK_CRS)


def parks(uses: list[Use], seed: str) -> gpd.GeoDataFrame:
    """Return the parks as polygons that leave room for the houses around them."""
    rng = Random(f"{seed}:parks")
    named = rng.sample(odonyms.PARK_NAMES, len(odonyms.PARK_NAMES))
    rows = []
    for use in uses:
        polygon = use.block.polygon.buffer(-16, join_style="mitre")
        if use.purpose != "park" or polygon.geom_type != "Polygon" or polygon.area < 900:
            continue
        i = len(rows)
        rows.append({
            "id": i + 1, "denominazione": f"{rng.choice(PARK_KINDS)} {named[i % len(named)]}",
            "superficie_mq": round(polygon.area), "alberi": round(polygon.area / rng.uniform(90, 260)),
            "area_giochi": rng.choice(("sì", "no")),
            "geometry": shapely.set_precision(polygon, 0.01),
        })
    return gpd.GeoDataFrame(rows, crs=WORK_CRS)


def open_land(town: Town, boundary: Polygon) -> list[Polygon]:
    """Return what lies between the built blocks and the boundary, cut along the roads."""
    rest = boundary.difference(shapely.union_all([b.polygon for b in town.blocks]))
    roads = [_longer(a.line) for a in town.axes if a.rank == "country"]
    edges = shapely.union_all([rest.boundary, *roads])
    faces = shapely.get_parts(shapely.polygonize([edges]))
    return [f for f in faces if f.area > 1 and rest.contains(f.representative_point())]


def _longer(line: LineString) -> LineString:
    """Return a road a little longer at both ends, so that it crosses what it ends at."""

    def beyond(inner: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
        share = 12 / math.dist(inner, end)
        return end[0] + (end[0] - inner[0]) * share, end[1] + (end[1] - inner[1]) * share

    points = list(line.coords)
    return LineString([beyond(points[1], points[0]), *points, beyond(points[-2], points[-1])])


def _bow_tie(polygon: Polygon) -> Polygon:
    """Return the polygon with two neighbouring corners exchanged, so that its edge crosses itself."""
    corners = list(polygon.exterior.coords)[:-1]
    for i in range(len(corners) - 1):
        twisted = corners[:]
        twisted[i], twisted[i + 1] = twisted[i + 1], twisted[i]
        if not Polygon(twisted).is_valid:
            return Polygon(twisted)
    raise ValueError("this polygon cannot be twisted")


def zoning(uses: list[Use], town: Town, boundary: Polygon, twisted: bool) -> gpd.GeoDataFrame:
    """Return the planning zones: every block, and the open land around them."""
    parts = [(u.zone, u.block.polygon) for u in uses]
    parts += [("E", shapely.set_precision(p, 0.01)) for p in open_land(town, boundary)]
    if twisted:
        for i in [i for i, (zone, _) in enumerate(parts) if zone == "B"][:INVALID_POLYGONS]:
            parts[i] = (parts[i][0], _bow_tie(parts[i][1]))
    rows = [
        {"id": i + 1, "zona": zone, "descrizione": ZONES[zone][0], "indice": ZONES[zone][1], "geometry": polygon}
        for i, (zone, polygon) in enumerate(parts)
    ]
    return gpd.GeoDataFrame(rows, crs=WORK_CRS)
