"""Areas over areas by shapely (GEOS): what they share, what is left, unions, buffers, points in areas."""

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

import case

chance = np.random.default_rng(13)
origin = np.array([case.EAST_M, case.NORTH_M])


def star(middle, size):
    """A star with dents; every third one has a hole."""
    corners = int(chance.integers(5, 12))
    angles = np.sort(chance.uniform(0, 2 * np.pi, corners)) + np.arange(corners) * 1e-3
    radii = size * chance.uniform(0.4, 1.0, corners)
    ring = np.round(middle + np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, None], 2)
    polygon = Polygon(ring)
    if not polygon.is_valid:
        polygon = polygon.convex_hull
    hole = polygon.representative_point().buffer(size / 12, quad_segs=1)
    if chance.random() < 0.3 and polygon.contains(hole):
        polygon = Polygon(polygon.exterior, [np.round(hole.exterior.coords, 2)])
    return polygon


def rings(polygon):
    return [list(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


left = [star(origin + chance.uniform(0, 1000, 2), 180) for _ in range(18)]
right = [star(origin + chance.uniform(0, 1000, 2), 220) for _ in range(14)]
values = np.round(chance.uniform(0, 100, len(left)), 1)
points = case.points(chance, 250)
point_values = np.round(chance.uniform(-1, 1, len(points)), 2)
groups = [int(group) for group in chance.integers(0, 4, len(left))]
line = LineString(np.round(origin + chance.uniform(0, 1000, (6, 2)), 1))

overlaps = [[i, j, one.intersection(other).area] for i, one in enumerate(left) for j, other in enumerate(right)
            if one.intersection(other).area > 0.01]
rest = [[i, one.difference(shapely.union_all(right)).area] for i, one in enumerate(left)]
targets = []
for j, other in enumerate(right):
    shared = [(values[a], left[a], area) for a, b, area in overlaps if b == j]
    covered = sum(area for *_, area in shared)
    targets.append([sum(value * area / source.area for value, source, area in shared),
                    sum(value * area for value, _, area in shared) / covered if covered else None])
inside = [[int(one.contains(Point(point))) for point in points] for one in right]

case.write({
    "left": [rings(one) for one in left], "right": [rings(one) for one in right],
    "overlaps": overlaps, "rest": [item for item in rest if item[1] > 0.01],
    "values": values, "targets": targets,
    "points": points, "point_values": point_values,
    "summaries": [[sum(row), float(np.dot(row, point_values))] for row in inside],
    "groups": groups,
    "dissolved": [shapely.union_all([one for one, group in zip(left, groups) if group == wanted]).area
                  for wanted in sorted(set(groups))],
    "clipped": [[i, one.intersection(right[0]).area] for i, one in enumerate(left) if one.intersects(right[0])],
    "line": list(line.coords), "line_within_m": line.intersection(right[0]).length,
    # Many corners: the true curve.
    "buffers": [[distance, left[0].buffer(distance, quad_segs=64).area] for distance in (-20.0, 15.0, 80.0)],
    "line_buffer_m2": line.buffer(25.0, quad_segs=64).area,
})
