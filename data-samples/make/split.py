"""Divides land into smaller pieces: districts into blocks, blocks into lots."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import shapely
from shapely import LineString, Point, Polygon

from . import terrain

TRIES = 6


def _compact(polygon: Polygon) -> float:
    """Return 1 for a square, less for what is long or ragged."""
    return 16 * polygon.area / polygon.length**2


def _score(parts: list[Polygon], size: float) -> float:
    """Return how good the worst piece is: compact, and not too small to build on."""
    return min((_compact(p) * min(1.0, p.area / (0.5 * size)) for p in parts), default=0.0)


def _cuts(polygon: Polygon, cross: bool, rng: Random) -> list[LineString]:
    """Return one line across the long axis, and one along it for a crossing."""
    direction, length, width = terrain.long_axis(polygon)
    centre = polygon.centroid
    along = rng.uniform(-0.12, 0.12) * length
    aside = rng.uniform(-0.12, 0.12) * width
    tilt = rng.gauss(0, 0.05)
    through = Point(
        centre.x + along * math.cos(direction) - aside * math.sin(direction),
        centre.y + along * math.sin(direction) + aside * math.cos(direction),
    )
    reach = 2 * length
    cuts = [terrain.cut_line(through, direction + math.pi / 2 + tilt, reach)]
    if cross:
        cuts.append(terrain.cut_line(through, direction + tilt, reach))
    return cuts


def split(
    polygon: Polygon, limit: Callable[[Point], float], rng: Random
) -> tuple[list[Polygon], list[LineString]]:
    """Return the pieces of a polygon, none much above `limit` (m2), and the lines between them."""
    size = limit(polygon.centroid)
    if polygon.area < size * rng.uniform(1.2, 2.0):
        return [polygon], []
    _, length, width = terrain.long_axis(polygon)
    best, parts, cuts = 0.12 if polygon.area < 5 * size else 0.01, [], []
    for _ in range(TRIES):
        cross = polygon.area > 4.5 * size and length < 2.4 * width and rng.random() < 0.7
        tried = _cuts(polygon, cross, rng)
        found = terrain.pieces(polygon, tried)
        score = _score(found, size) + (0.1 if cross else 0.0)
        if len(found) > 1 and score > best:
            best, parts, cuts = score, found, tried
    if not parts:
        return [polygon], []
    blocks: list[Polygon] = []
    axes = [line for cut in cuts for line in terrain.lines(shapely.intersection(cut, polygon))]
    for part in parts:
        more_blocks, more_axes = split(part, limit, rng)
        blocks += more_blocks
        axes += more_axes
    return blocks, axes
