"""What the cases have in common: points in metres, and how answers are written."""

import json
import sys

import numpy as np

# A corner of Milan in the default reference system (EPSG:7791).
EAST_M, NORTH_M = 514_000.0, 5_034_000.0


def points(chance, count, extent_m=1_000.0, towns=4):
    """Points to the decimetre, half of them scattered and half of them in towns."""
    half = count // 2
    scattered = chance.uniform(0, extent_m, (count - half, 2))
    middles = chance.uniform(0.2 * extent_m, 0.8 * extent_m, (towns, 2))
    gathered = middles[chance.integers(0, towns, half)] + chance.normal(0, extent_m / 25, (half, 2))
    return np.round(np.vstack([scattered, gathered]), 1) + (EAST_M, NORTH_M)


def plain(value):
    """Numbers of numpy as those of JSON, with twelve digits."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.12g}")
    return value


def write(answers):
    json.dump(plain(answers), sys.stdout, separators=(",", ":"))
    print()
