"""Gi* with scipy's correction for false discovery, and Moran's I, global and local, by esda."""

import warnings

import numpy as np
from esda import G_Local, Moran, Moran_Local
from libpysal.weights import KNN, DistanceBand
from scipy.stats import false_discovery_control, norm

import case

BAND_M = 130.0
K = 6
DRAWS = 9999

warnings.simplefilter("ignore")
chance = np.random.default_rng(8)
points = case.points(chance, 120)
trend = np.sin(points[:, 0] / 180) + np.cos(points[:, 1] / 220)
values = np.round(10 + 4 * trend + chance.normal(0, 2, len(points)), 2)


def moran(weights):
    weights.transform = "R"
    found = Moran(values, weights, permutations=0)
    local = Moran_Local(values, weights, permutations=DRAWS, seed=11)
    return {
        "i": found.I, "variance_normal": found.VI_norm, "variance_randomised": found.VI_rand,
        "z_normal": found.z_norm, "p_randomised": found.p_rand,
        "local": local.Is, "quadrants": local.q, "local_p": local.p_sim,
    }


band = DistanceBand(points, BAND_M, binary=True, silence_warnings=True)
star = G_Local(values, band, transform="B", star=True, permutations=0)
# esda's p_norm is one-sided.
p = 2 * norm.sf(np.abs(star.Zs))
case.write({
    "points": points, "values": values, "band_m": BAND_M,
    "gi_star": {"z": star.Zs, "p": p, "adjusted_p": false_discovery_control(p)},
    "k": K, "nearest": moran(KNN(points, k=K)),
    "within": moran(DistanceBand(points, BAND_M, binary=True, silence_warnings=True)),
})
