"""Kernel densities at the middles of squares: the Gaussian and Epanechnikov ones by scikit-learn, the
quartic one written out with numpy; the bandwidth by scipy's rule of Silverman."""

import numpy as np
from scipy.spatial.distance import cdist
from scipy.stats import gaussian_kde
from sklearn.neighbors import KernelDensity

import case

BANDWIDTH_M = 90.0
CELL_M = 100.0

chance = np.random.default_rng(6)
points = case.points(chance, 200)
weights = np.round(chance.uniform(0, 5, len(points)), 2)
steps = (np.arange(12) + 0.5) * CELL_M
east, north = np.meshgrid(case.EAST_M + steps, case.NORTH_M + steps)
middles = np.column_stack([east.ravel(), north.ravel()])


def learned(kernel, weights):
    found = KernelDensity(bandwidth=BANDWIDTH_M, kernel=kernel, rtol=0, atol=0).fit(points, sample_weight=weights)
    return np.exp(found.score_samples(middles)) * (len(points) if weights is None else weights.sum())


def quartic(weights):
    inside = np.clip(1 - (cdist(middles, points) / BANDWIDTH_M) ** 2, 0, None)
    return (3 / np.pi * inside**2 / BANDWIDTH_M**2) @ weights


def silverman(weights):
    """scipy's factor times the mean deviation: one bandwidth for both axes."""
    kde = gaussian_kde(points.T, weights=weights, bw_method="silverman")
    return kde.factor * np.sqrt(np.trace(np.atleast_2d(kde._data_covariance)) / 2)


case.write({
    "points": points, "weights": weights, "bandwidth_m": BANDWIDTH_M, "cell_m": CELL_M,
    "columns": len(steps), "rows": len(steps),
    "gaussian": learned("gaussian", None),
    "gaussian_weighted": learned("gaussian", weights),
    "epanechnikov_weighted": learned("epanechnikov", weights),
    "quartic_weighted": quartic(weights),
    "silverman_m": silverman(None),
    "silverman_weighted_m": silverman(weights),
})
