"""How far lines moved: the greatest distance from a corner to the other line, both ways, by shapely."""

import numpy as np
from shapely.geometry import LineString, Point

import case

chance = np.random.default_rng(14)


def line():
    return np.round((case.EAST_M, case.NORTH_M) + chance.uniform(0, 300, (int(chance.integers(2, 9)), 2)), 2)


def apart(one, other):
    return max(max(Point(corner).distance(LineString(other)) for corner in one),
               max(Point(corner).distance(LineString(one)) for corner in other))


pairs = [(line(), line()) for _ in range(20)]
case.write({"pairs": [[one, other, apart(one, other)] for one, other in pairs]})
