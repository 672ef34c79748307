"""Points in the cells of H3, as the library in C finds them (version 4 through its Python binding)."""

import h3
import numpy as np

import case

LON, LAT = 9.19, 45.46

chance = np.random.default_rng(38)
near = chance.normal(0, 0.003, (14, 2)) + (LON, LAT)
far = chance.uniform((6.7, 36.7), (18.4, 47.0), (4, 2))
points = np.round(np.vstack([near, far]), 7)
values = np.round(chance.uniform(-5, 5, len(points)), 2)


def bins(resolution):
    found = {}
    for (lon, lat), value in zip(points, values):
        cell = h3.latlng_to_cell(lat, lon, resolution)
        count, total = found.get(cell, (0, 0.0))
        found[cell] = (count + 1, total + value)
    return [
        {"h3": cell, "count": count, "sum": total,
         "corners": [(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]}
        for cell, (count, total) in sorted(found.items())
    ]


case.write({
    "points": [(*point, value) for point, value in zip(points, values)],
    "resolutions": [{"resolution": resolution, "bins": bins(resolution)} for resolution in range(16)],
})
