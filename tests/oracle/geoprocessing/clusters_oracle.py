"""DBSCAN by scikit-learn, with several radii; labels are compared number for number."""

import numpy as np
from sklearn.cluster import DBSCAN

import case

chance = np.random.default_rng(9)
points = case.points(chance, 400)


def found(radius_m, least):
    model = DBSCAN(eps=radius_m, min_samples=least, algorithm="kd_tree").fit(points)
    return {"radius_m": radius_m, "least": least, "labels": model.labels_, "cores": model.core_sample_indices_}


case.write({"points": points, "cases": [found(15, 3), found(30, 5), found(60, 10), found(100, 12)]})
