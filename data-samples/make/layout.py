"""Draws the plan of an invented town inside a real boundary.

From the square in the middle main roads run out to the boundary; rings cross
them; the districts in between are cut into blocks, small in the centre and
larger outside. Hamlets lie along the main roads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

import shapely
from shapely import LineString, Point, Polygon
from shapely.affinity import rotate, scale

from . import split, terrain

EDGE_M = 70.0  # the town keeps this far from the boundary
TOUCH_M = 0.01


@dataclass
class Axis:
    """The axis of a future street."""

    line: LineString
    rank: str  # square, avenue, ring, edge, local, country
    district: int = -1
    locality: str = ""


@dataclass
class Block:
    """Built land between streets."""

    polygon: Polygon
    district: int
    industrial: bool = False
    locality: str = ""


@dataclass
class Town:
    """A plan: axes and blocks, before and after bending."""

    boundary: Polygon
    centre: Point
    radius: float
    axes: list[Axis] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def built_length(self) -> float:
        """Return the metres of street inside the town and its hamlets."""
        return sum(axis.line.length for axis in self.axes if axis.rank != "country")

    def remoteness(self, point: Point) -> float:
        """Return 0 in the centre, 1 about where the town ends."""
        return min(1.0, point.distance(self.centre) / self.radius)


def _centre(boundary: Polygon) -> Point:
    """Return a point well inside the boundary, the centroid where possible."""
    centroid = boundary.centroid
    room = boundary.buffer(-450)
    if room.contains(centroid):
        return centroid
    if room.is_empty:
        return Point(shapely.maximum_inscribed_circle(boundary).coords[0])
    return Point(shapely.shortest_line(room, centroid).coords[0])


def _square(centre: Point, radius: float, rng: Random) -> Polygon:
    """Return the square in the middle, a rectangle turned at random."""
    half = 24.0 if radius < 420 else 36.0
    width = half * rng.uniform(0.6, 0.9)
    shape = shapely.box(centre.x - half, centre.y - width, centre.x + half, centre.y + width)
    return rotate(shape, rng.uniform(0, 180), origin="center")


def _core(room: Polygon, centre: Point, area: float, seed: str) -> Polygon:
    """Return the built core: an uneven disc of the given area, cut to the room there is."""
    low, high = 50.0, 6000.0
    for _ in range(30):
        middle = (low + high) / 2
        core = terrain.largest(terrain.blob(centre, middle, Random(seed)).intersection(room))
        low, high = (middle, high) if core.area < area else (low, middle)
    return core


def _radials(boundary: Polygon, centre: Point, count: int, rng: Random) -> list[LineString]:
    """Return the main roads, from the centre to a little past the boundary."""
    roads, start = [], rng.uniform(0, 2 * math.pi)
    beyond = boundary.buffer(150)
    for i in range(count):
        angle = start + (i + rng.uniform(-0.22, 0.22)) * 2 * math.pi / count
        road = terrain.meander(centre, angle, 14000, rng)
        inside = [p for p in shapely.get_parts(road.intersection(beyond)) if p.distance(centre) < 1]
        roads.append(inside[0])
    return roads


def _rings(core: Polygon, centre: Point, radius: float) -> list[Polygon]:
    """Return the ring roads as areas, the inner one first; small towns have none."""
    shares = [s for s, at_least in ((0.32, 420), (0.66, 800)) if radius > at_least]
    origin = (centre.x, centre.y)
    return [terrain.largest(scale(core, s, s, origin=origin).intersection(core)) for s in shares]


def _hamlets(town: Town, core: Polygon, roads: list[LineString], count: int, rng: Random) -> list[Polygon]:
    """Return small discs along the main roads, away from the core and from each other."""
    found: list[Polygon] = []
    room = town.boundary.buffer(-EDGE_M - 40)
    for share in (0.45, 0.6, 0.3, 0.75):
        for road in rng.sample(roads, len(roads)):
            if len(found) == count:
                return found
            outside = road.difference(core)
            if outside.is_empty or outside.length < 700:
                continue
            spot = outside.interpolate(share, normalized=True)
            disc = terrain.blob(spot, rng.uniform(120, 200), rng)
            if room.contains(disc) and disc.distance(core) > 220 and all(disc.distance(o) > 400 for o in found):
                found.append(disc)
    return found


def _parts(line: LineString, obstacles: list[LineString]) -> list[LineString]:
    """Return a line cut where obstacles cross it."""
    return terrain.lines(line.difference(shapely.union_all(obstacles).buffer(TOUCH_M)))


def _main_axes(town: Town, core: Polygon, rings: list[Polygon], roads: list[LineString],
               hamlets: dict[str, Polygon], rng: Random) -> None:
    """Add main roads, rings and the streets that close the town."""
    closing = [r.exterior for r in rings] + [core.exterior] + [h.exterior for h in hamlets.values()]
    for road in roads:
        for part in _parts(road, closing):
            middle = part.interpolate(0.5, normalized=True)
            name = next((n for n, h in hamlets.items() if h.contains(middle)), "")
            rank = "local" if name else "avenue" if core.contains(middle) else "country"
            town.axes.append(Axis(part, rank, locality=name))
    for ring in rings:
        town.axes += [Axis(part, "ring") for part in _parts(ring.exterior, roads)]
    if town.radius > 420:
        town.axes += [Axis(p, "edge") for p in _parts(core.exterior, roads) if rng.random() < 0.55]


def _fill(town: Town, faces: list[Polygon], inner: Polygon | None, rng: Random) -> None:
    """Cut the districts into blocks and add the streets between them."""
    outer = [i for i, f in enumerate(faces) if inner and not inner.contains(f.representative_point())]
    works = rng.sample(outer, max(1, round(0.14 * len(outer)))) if outer else []
    for district, face in enumerate(faces):
        industrial = district in works

        def limit(point: Point, industrial: bool = industrial) -> float:
            return 30000 if industrial else 6500 + 15000 * town.remoteness(point) ** 1.5

        blocks, lines = split.split(face, limit, rng)
        town.blocks += [Block(b, district, industrial) for b in blocks]
        town.axes += [Axis(line, "local", district) for line in lines if line.length > 38]


def draw(boundary: Polygon, area: float, radials: int, localities: list[str], seed: str) -> Town:
    """Draw a town of about `area` m2 of built land, still with straight streets."""
    rng = Random(f"{seed}:plan")
    centre = _centre(boundary)
    core = _core(boundary.buffer(-EDGE_M), centre, area, f"{seed}:core")
    town = Town(boundary, centre, math.sqrt(core.area / math.pi))
    square = _square(centre, town.radius, rng)
    roads = _radials(boundary, centre, radials, rng)
    rings = _rings(core, centre, town.radius)
    hamlets = dict(zip(localities, _hamlets(town, core, roads, len(localities), rng)))
    town.axes.append(Axis(LineString(square.exterior.coords), "square"))
    _main_axes(town, core, rings, [road.difference(square) for road in roads], hamlets, rng)
    edges = [core.exterior, square.exterior, *[r.exterior for r in rings], *roads]
    faces = [f for f in shapely.get_parts(shapely.polygonize([shapely.union_all(edges)]))
             if core.difference(square).contains(f.representative_point())]
    town.blocks.append(Block(square, -1))
    _fill(town, faces, rings[0] if rings else None, rng)
    for number, (name, disc) in enumerate(hamlets.items()):
        for half in terrain.pieces(disc, roads):
            blocks, lines = split.split(half, lambda _: 7500.0, rng)
            town.blocks += [Block(b, 1000 + number, locality=name) for b in blocks]
            town.axes += [Axis(line, "local", 1000 + number, name) for line in lines if line.length > 38]
    return town
