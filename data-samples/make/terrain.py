"""Small plane geometry that the town plan is built with; metres throughout."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

WAVES = ((30.0, 950.0), (11.0, 380.0))  # amplitude, wavelength


def warp(geometry: BaseGeometry, phase: float) -> BaseGeometry:
    """Bend the plane gently, so that straight cuts become streets that curve."""

    def move(points: np.ndarray) -> np.ndarray:
        moved = points.copy()
        for i, (amplitude, length) in enumerate(WAVES):
            k = 2 * math.pi / length
            moved[:, 0] += amplitude * np.sin(k * points[:, 1] + phase * (i + 1))
            moved[:, 1] += amplitude * np.sin(k * points[:, 0] + phase * (i + 2.3))
        return moved

    return shapely.transform(shapely.segmentize(geometry, 12.0), move)


def blob(centre: Point, radius: float, rng: Random) -> Polygon:
    """Return a rounded, uneven shape around a centre."""
    phases = [(n, rng.uniform(0, 2 * math.pi), rng.uniform(0.04, 0.13)) for n in (2, 3, 5)]
    ring = []
    for step in range(72):
        angle = step * math.pi / 36
        r = radius * (1 + sum(a * math.sin(n * angle + p) for n, p, a in phases))
        ring.append((centre.x + r * math.cos(angle), centre.y + r * math.sin(angle)))
    return Polygon(ring)


def meander(start: Point, angle: float, length: float, rng: Random) -> LineString:
    """Return a road that leaves `start` towards `angle` and wanders a little."""
    points, heading, step = [(start.x, start.y)], angle, 90.0
    for _ in range(int(length / step)):
        heading += rng.gauss(0, 0.09) + 0.25 * (angle - heading)
        x, y = points[-1]
        points.append((x + step * math.cos(heading), y + step * math.sin(heading)))
    return LineString(points)


def largest(geometry: BaseGeometry) -> Polygon:
    """Return the largest polygon of a geometry."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    return max(parts, key=lambda p: p.area)


def lines(geometry: BaseGeometry) -> list[LineString]:
    """Return the lines of a geometry, joined where they touch end to end."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "LineString"]
    if not parts:
        return []
    merged = shapely.line_merge(shapely.MultiLineString(parts))
    return list(shapely.get_parts(merged))


def long_axis(polygon: Polygon) -> tuple[float, float, float]:
    """Return the direction, length and width of the tightest box around a polygon."""
    corners = list(shapely.minimum_rotated_rectangle(polygon).exterior.coords)
    sides = [(math.dist(a, b), math.atan2(b[1] - a[1], b[0] - a[0])) for a, b in zip(corners, corners[1:3])]
    (length, direction), (width, _) = sorted(sides, reverse=True)
    return direction, length, width


def cut_line(through: Point, direction: float, reach: float) -> LineString:
    """Return a straight line through a point, `reach` metres to both sides."""
    dx, dy = math.cos(direction) * reach, math.sin(direction) * reach
    return LineString([(through.x - dx, through.y - dy), (through.x + dx, through.y + dy)])


def pieces(polygon: Polygon, cuts: list[LineString]) -> list[Polygon]:
    """Return the parts of a polygon left by cutting lines, which must reach past its edge."""
    edges = shapely.union_all([polygon.boundary, *cuts])
    parts = shapely.get_parts(shapely.polygonize([edges]))
    return [p for p in parts if polygon.contains(p.representative_point())]
