"""Bends a drawn plan and makes it fit together again: shared corners, junction vertices."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import shapely
from shapely import LineString, Point, STRtree

from . import terrain
from .layout import Axis, Block, Town

JOIN_M = 2.0
GRID_M = 0.01


def _bent_blocks(town: Town, phase: float) -> list[Block]:
    """Return the blocks bent, with every corner present in all blocks that share it."""
    old = [block.polygon for block in town.blocks]
    noded = shapely.union_all([p.boundary for p in old], grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    tree = STRtree(old)
    owners, kept = [], []
    for face in faces:
        hits = tree.query(face.representative_point(), predicate="within")
        if len(hits):
            owners.append(town.blocks[int(hits[0])])
            kept.append(face)
    bent = shapely.set_precision([terrain.warp(face, phase) for face in kept], 0.001)
    simple = shapely.set_precision(shapely.coverage_simplify(bent, 1.2), GRID_M)
    return [replace(o, polygon=p) for o, p in zip(owners, simple) if p.geom_type == "Polygon" and p.area > 20]


def _insert(line: LineString, points: list[Point]) -> LineString:
    """Return a line with additional vertices where other lines meet it."""
    coords = [(line.project(Point(c)), c) for c in line.coords]
    if line.is_ring:
        coords[-1] = (line.length, coords[-1][1])
    ends = (line.coords[0], line.coords[-1])
    for point in points:
        if all(Point(e).distance(point) > JOIN_M for e in ends):
            coords = [c for c in coords if c[1] in ends or Point(c[1]).distance(point) > JOIN_M]
            coords.append((line.project(point), (point.x, point.y)))
    coords.sort(key=lambda c: c[0])
    return LineString([c for _, c in coords])


def _joined(lines: list[LineString]) -> list[LineString]:
    """Give crossing and meeting lines a common vertex."""
    tree = STRtree(lines)
    extra: list[list[Point]] = [[] for _ in lines]
    for i, j in sorted(map(tuple, tree.query(lines, predicate="dwithin", distance=JOIN_M).T.tolist())):
        if i == j:
            continue
        ends = [Point(lines[i].coords[0]), Point(lines[i].coords[-1])]
        meeting = [end for end in ends if end.distance(lines[j]) < JOIN_M]
        extra[j] += meeting
        if i < j and not meeting:
            crossing = shapely.get_parts(lines[i].intersection(lines[j]))
            points = [p for p in crossing if p.geom_type == "Point"]
            extra[i] += points
            extra[j] += points
    return [_insert(line, points) for line, points in zip(lines, extra)]


def bend(town: Town, seed: str) -> Town:
    """Return the town with curved streets, nothing of it outside the boundary."""
    phase = Random(f"{seed}:bend").uniform(0, 6.28)
    inside = town.boundary.buffer(-1.0)
    axes: list[Axis] = []
    for axis in town.axes:
        bent = terrain.warp(axis.line, phase).simplify(0.25).intersection(inside)
        parts = terrain.lines(bent)
        if parts:
            axes.append(replace(axis, line=max(parts, key=lambda p: p.length)))
    lines = shapely.set_precision(_joined([axis.line for axis in axes]), GRID_M, mode="pointwise")
    axes = [replace(axis, line=line) for axis, line in zip(axes, lines)]
    centre = terrain.warp(town.centre, phase)
    return replace(town, axes=axes, blocks=_bent_blocks(town, phase), centre=centre)


def turn_outwards(line: LineString, centre: Point) -> LineString:
    """Return the line so that it starts at the end nearer to the centre, as numbering does."""
    first, last = Point(line.coords[0]), Point(line.coords[-1])
    return LineString(np.array(line.coords)[::-1]) if last.distance(centre) < first.distance(centre) else line
