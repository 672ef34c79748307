"""Points in hexagons: each belongs to the nearest middle, which scipy's cKDTree finds among all."""

import numpy as np
from scipy.spatial import cKDTree

import case

WIDTH_M = 100.0
ROW_M = WIDTH_M * np.sqrt(3) / 2

chance = np.random.default_rng(12)
points = case.points(chance, 300)
values = np.round(chance.uniform(-5, 5, len(points)), 2)
rows = range(int(case.NORTH_M / ROW_M) - 2, int((case.NORTH_M + 1_000) / ROW_M) + 3)
columns = range(int(case.EAST_M / WIDTH_M) - 2, int((case.EAST_M + 1_000) / WIDTH_M) + 3)
cells = [(row, column) for row in rows for column in columns]
middles = [((column + row % 2 / 2) * WIDTH_M, row * ROW_M) for row, column in cells]
_, nearest = cKDTree(middles).query(points)
bins = {}
for place, value in zip(nearest, values):
    count, total = bins.get(cells[place], (0, 0.0))
    bins[cells[place]] = (count + 1, total + value)

case.write({
    "points": points, "values": values, "width_m": WIDTH_M,
    "bins": [[*cell, *bins[cell]] for cell in sorted(bins)],
})
