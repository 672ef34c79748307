"""The nearest points and those within a bound, by scipy's cKDTree."""

import numpy as np
from scipy.spatial import cKDTree

import case

K = 4
BOUND_M = 60.0

chance = np.random.default_rng(7)
# To the centimetre: no two are equally far.
points = case.points(chance, 300) + np.round(chance.uniform(0, 0.1, (300, 2)), 2)
places = case.points(chance, 40) + np.round(chance.uniform(0, 0.1, (40, 2)), 2)
tree = cKDTree(points)
distances, indices = tree.query(places, k=K)


def within(place):
    found = tree.query_ball_point(place, BOUND_M)
    return sorted(found, key=lambda index: np.hypot(*(points[index] - place)))


case.write({
    "points": np.round(points, 2), "places": np.round(places, 2), "k": K, "nearest": indices, "distances_m": distances,
    "bound_m": BOUND_M, "within": [within(place) for place in places],
})
