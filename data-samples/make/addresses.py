"""Puts house numbers along the streets: odd on the left, even on the right."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import shapely
from shapely import LineString, Point, Polygon, STRtree

from .streets import CURRENT, PROPOSED, RETIRED, Street

OFFSET_M = (8.0, 14.0)
SPACING_M = (10.0, 25.0)
CLEAR_OF_STREETS_M = 6.5
CLEAR_OF_NUMBERS_M = 4.0
BOUNDARY_M = 3.0


@dataclass
class Address:
    """A house number at its door; x and y in the working coordinate system."""

    code: int
    number: int
    exponent: str
    cap: str
    state: str
    x: float
    y: float


def _spot(line: LineString, at: float, offset: float) -> Point:
    """Return the point `offset` metres left of the line (right when negative)."""
    a, b = line.interpolate(max(0.0, at - 1.5)), line.interpolate(min(line.length, at + 1.5))
    length = a.distance(b) or 1.0
    here = line.interpolate(at)
    return Point(here.x - (b.y - a.y) / length * offset, here.y + (b.x - a.x) / length * offset)


def _steps(street: Street, tightness: float, rng: Random) -> Iterator[float]:
    """Yield the distances of one side's doors from the start of the street."""
    at = rng.uniform(11, 17)
    country = street.axis.rank == "country"
    while at < street.line.length - 9:
        yield at
        middle = SPACING_M[0] + tightness * (SPACING_M[1] - SPACING_M[0])
        step = min(SPACING_M[1], max(SPACING_M[0], rng.gauss(middle, 3.0)))
        at += step + (rng.uniform(150, 420) if country and rng.random() < 0.45 else 0.0)


class Doors:
    """Answers whether a door may stand at a point, and remembers those that do."""

    def __init__(self, boundary: Polygon, streets: list[Street]) -> None:
        self._inside = boundary.buffer(-BOUNDARY_M)
        shapely.prepare(self._inside)
        self._lines = [s.line for s in streets]
        self._tree = STRtree(self._lines)
        self._cells: dict[tuple[int, int], list[Point]] = {}

    def free(self, point: Point) -> bool:
        """Return whether a point is inside the comune, off the streets and off other doors."""
        if not self._inside.contains(point):
            return False
        if len(self._tree.query(point, predicate="dwithin", distance=CLEAR_OF_STREETS_M)):
            return False
        near = [p for cell in self._around(point) for p in self._cells.get(cell, ())]
        return all(p.distance(point) > CLEAR_OF_NUMBERS_M for p in near)

    def add(self, point: Point) -> None:
        """Remember a door."""
        cell = (math.floor(point.x / 10), math.floor(point.y / 10))
        self._cells.setdefault(cell, []).append(point)

    @staticmethod
    def _around(point: Point) -> list[tuple[int, int]]:
        cx, cy = math.floor(point.x / 10), math.floor(point.y / 10)
        return [(cx + i, cy + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def _state(street: Street, rng: Random) -> str:
    """Return the state of a number: that of its street, or now and then another."""
    if street.state != CURRENT:
        return street.state
    chance = rng.random()
    return PROPOSED if chance < 0.006 else RETIRED if chance < 0.016 else CURRENT


def _side(street: Street, first: int, sign: float, tightness: float, cap: str,
          doors: Doors, rng: Random) -> Iterator[Address]:
    """Yield the numbers of one side, increasing away from the centre."""
    number, letters = first - 2, ""
    for at in _steps(street, tightness, rng):
        point = _spot(street.line, at, sign * rng.uniform(*OFFSET_M))
        if not doors.free(point):
            continue
        doors.add(point)
        chance = rng.random()
        if number > 0 and chance < 0.045 and letters not in ("bis", "C"):
            letters = "bis" if not letters and chance < 0.005 else chr(ord(letters or "@") + 1)
        else:
            number, letters = number + (2 if rng.random() > 0.03 else 4), ""
        yield Address(street.code, number, letters, cap, _state(street, rng),
                      round(point.x, 2), round(point.y, 2))


def _place(boundary: Polygon, streets: list[Street], cap: str, tightness: float, seed: str) -> list[Address]:
    """Number all streets with doors of the given tightness (0 close, 1 far apart)."""
    rng = Random(f"{seed}:doors")
    doors = Doors(boundary, streets)
    found: list[Address] = []
    for street in streets:
        left = list(_side(street, 1, 1.0, tightness, cap, doors, rng))
        right = list(_side(street, 2, -1.0, tightness, cap, doors, rng))
        found += sorted(left + right, key=lambda a: (a.number, a.exponent))
    return found


def number_all(boundary: Polygon, streets: list[Street], cap: str, target: int, seed: str) -> list[Address]:
    """Return close to `target` house numbers, found by moving the doors closer or apart."""
    low, high = 0.15, 1.0
    best: list[Address] = []
    for _ in range(7):
        middle = (low + high) / 2
        found = _place(boundary, streets, cap, middle, seed)
        if not best or abs(len(found) - target) < abs(len(best) - target):
            best = found
        low, high = (middle, high) if len(found) > target else (low, middle)
    return best
