"""What the geoprocessing is compared with: makes the inputs of a case, or answers it and compares.

    rivals.py make CASE FOLDER THREADS [COUNT]  prints the numbers of the case; COUNT inputs as dense as those compared
    rivals.py answer CASE FOLDER THREADS        prints, for each step, who answered, in how many seconds, what is wrong
"""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

EXTENT_M = 20_000.0
# Cells of 250,000 that the slow densities are worked out for; their time is scaled up.
SAMPLE = 4_000
DENSITY = {"cell": EXTENT_M / 500, "cells": 500, "bandwidth": 400.0}
HOTSPOTS = {"band": 150.0, "k": 8}
# How many of the points Gi* and local Moran's I are compared on: esda's weights are slow to make.
HOTSPOTS_POINTS = 100_000
CLUSTERS_POINTS = 1_000_000
CLUSTERS = {"radius": 25.0, "least": 8}
NEAREST_POINTS = 1_000_000
NEAREST = {"k": 5}
EDGES, BLOCK_M = 200_000, 80.0
WALKED_M_PER_S = 1.25
# Minutes on foot.
ISOCHRONES = (15, 60)
STARS, CORNERS = 60_000, 24


def points(chance, count, towns=200, extent_m=EXTENT_M, kinds=None):
    """Half of the points scattered, half around towns of very different size: so many kinds again and again."""
    half = count // 2
    kinds = min(kinds or towns, towns)
    sizes = np.resize(chance.pareto(1.2, kinds) + 0.05, towns)
    of = chance.choice(towns, half, p=sizes / sizes.sum())
    middles = chance.uniform(0, extent_m, (towns, 2))
    gathered = middles[of] + chance.normal(0, 1, (half, 2)) * np.resize(chance.uniform(100, 900, kinds), towns)[of, None]
    # What falls outside is mirrored, so that no two are at one place.
    gathered = extent_m - np.abs(extent_m - np.abs(gathered))
    return np.vstack([chance.uniform(0, extent_m, (count - half, 2)), gathered])


def make(case, folder, count=None):
    chance = np.random.default_rng(15146)

    def write(name, numbers):
        np.ascontiguousarray(numbers, dtype="<f8").tofile(folder / name)

    def wide(usual, towns):
        """More of as many towns for each point, and ground for them."""
        times = (count or usual) / usual
        return {"count": count or usual, "towns": max(1, round(towns * times)), "extent_m": EXTENT_M * times**0.5,
                "kinds": towns}

    if case == "density":
        # The surface stays the same: the more points, the denser.
        write("points", points(chance, count or 100_000))
        return DENSITY
    if case == "hotspots":
        at = points(chance, **wide(HOTSPOTS_POINTS, 200))
        write("points", at)
        write("values", np.sin(at[:, 0] / 1500) + np.cos(at[:, 1] / 1800) + chance.normal(0, 1, len(at)))
        return HOTSPOTS
    if case == "clusters":
        write("points", points(chance, **wide(CLUSTERS_POINTS, 2_000)))
        return CLUSTERS
    if case == "nearest":
        size = wide(NEAREST_POINTS, 200)
        write("points", points(chance, **size))
        write("places", points(chance, **{**size, "count": size["count"] // 10}))
        return NEAREST
    if case == "overlay":
        size = wide(STARS, 1)  # Only its count and its ground.
        write("left", stars(chance, size["count"] * 2 // 3, 90.0, size["extent_m"]))
        write("right", stars(chance, size["count"] // 3, 130.0, size["extent_m"]))
        return {"corners": CORNERS}
    nodes, edges = streets(chance, count or EDGES)
    write("edges", nodes[edges])
    write("origins", nodes[chance.integers(0, len(nodes), 100)])
    write("destinations", nodes[chance.integers(0, len(nodes), 1_000)])
    return {}


def streets(chance, count):
    """About so many streets between crossings of an uneven grid."""
    side = round((count / 2) ** 0.5) + 1
    grid = np.arange(side * side).reshape(side, side)
    nodes = np.column_stack([grid.ravel() % side, grid.ravel() // side]) * BLOCK_M
    nodes = nodes + np.round(chance.uniform(-25, 25, nodes.shape), 2)
    across = np.column_stack([grid[:, :-1].ravel(), grid[:, 1:].ravel()])
    along = np.column_stack([grid[:-1].ravel(), grid[1:].ravel()])
    return nodes, np.vstack([across, along])


def stars(chance, count, size_m, extent_m):
    """Stars with dents, their corners one after the other."""
    angles = np.arange(CORNERS) * 2 * np.pi / CORNERS
    radii = size_m * chance.uniform(0.4, 1.0, (count, CORNERS))
    around = np.stack([np.cos(angles) * radii, np.sin(angles) * radii], axis=2)
    return np.round(chance.uniform(0, extent_m, (count, 1, 2)) + around, 3)


def timed(work):
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def said(name, seconds, found, expected, tolerance):
    """Differences are relative to the largest number."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if found.shape != expected.shape:
        wrong = f"{name}: {found.shape} answers, not {expected.shape}"
    else:
        worst = np.max(np.abs(found - expected)) / max(np.max(np.abs(expected)), 1e-300)
        wrong = "" if worst <= tolerance else f"{name}: differs by {worst:.2e} of the largest, more than {tolerance}"
    return {"name": name, "seconds": seconds, "wrong": wrong}


def middles():
    steps = (np.arange(500) + 0.5) * DENSITY["cell"]
    east, north = np.meshgrid(steps, steps)
    return np.column_stack([east.ravel(), north.ravel()])


def scipy_density(task):
    """gaussian_kde with a covariance that makes its bandwidth ours, the same along both axes."""
    from scipy.stats import gaussian_kde

    class Round(gaussian_kde):
        def _compute_covariance(self):
            self.factor = 1.0
            self.cho_cov = np.eye(2) * DENSITY["bandwidth"]
            self.covariance = self.cho_cov**2
            self.log_det = 2 * np.log(np.diag(self.cho_cov * np.sqrt(2 * np.pi))).sum()

    at, cells = task
    return Round(at.T).evaluate(cells.T) * len(at)


def learned_density(task):
    from sklearn.neighbors import KernelDensity
    kernel, at, cells = task
    model = KernelDensity(bandwidth=DENSITY["bandwidth"], kernel=kernel, rtol=1e-6).fit(at)
    return np.exp(model.score_samples(cells)) * len(at)


def answer_density(read, threads):
    at = read("points").reshape(-1, 2)
    chosen = np.sort(np.random.default_rng(1).choice(250_000, SAMPLE, replace=False))
    cells = middles()[chosen]
    answers = {}
    with ProcessPoolExecutor(threads) as pool:
        for step, name, work, tasks in (
            ("gaussian", "scipy gaussian_kde", scipy_density, [(at, part) for part in np.array_split(cells, threads)]),
            ("epanechnikov", "scikit-learn KernelDensity", learned_density,
             [("epanechnikov", at, part) for part in np.array_split(cells, threads)]),
        ):
            list(pool.map(work, [(*task[:-1], task[-1][:2]) for task in tasks]))
            seconds, parts = timed(lambda: np.concatenate(list(pool.map(work, tasks))))
            answers[step] = said(f"{name} ({SAMPLE:,} cells, scaled)", seconds * 250_000 / SAMPLE, read(step)[chosen],
                                 parts, 1e-5)
    return answers


def answer_hotspots(read, threads):
    from esda import G_Local, Moran, Moran_Local
    from libpysal.graph import Graph
    at, values = read("points").reshape(-1, 2), read("values")
    seconds, band = timed(lambda: Graph.build_distance_band(at, HOTSPOTS["band"], binary=True).to_W())
    more, star = timed(lambda: G_Local(values, band, transform="B", star=True, permutations=0))
    answers = {"gi-star": said("esda G_Local", seconds + more, read("gi-star"), star.Zs, 1e-9)}
    seconds, near = timed(lambda: Graph.build_knn(at, HOTSPOTS["k"]).to_W())
    answers["neighbours"] = said("libpysal knn", seconds, [0.0], [0.0], 0)
    near.transform = "R"
    seconds, found = timed(lambda: Moran(values, near, permutations=0))
    answers["global-moran"] = said("esda Moran", seconds, read("global-moran"), [found.I, found.z_rand], 1e-9)
    seconds, local = timed(lambda: Moran_Local(values, near, permutations=999, n_jobs=threads, seed=1))
    found = read("local-moran").reshape(-1, 2)
    answers["local-moran"] = said("esda Moran_Local, 999 draws", seconds, found[:, 0], local.Is, 1e-9)
    # Draws differ: the mean difference of the probabilities is what chance alone makes.
    apart = np.abs(found[:, 1] - local.p_sim).mean()
    if apart > 0.02:
        answers["local-moran"]["wrong"] += f" probabilities differ by {apart:.3f} on average"
    return answers


def answer_clusters(read, threads):
    from sklearn.cluster import DBSCAN
    at = read("points").reshape(-1, 2)
    model = DBSCAN(eps=CLUSTERS["radius"], min_samples=CLUSTERS["least"], n_jobs=threads)
    seconds, found = timed(lambda: model.fit(at).labels_)
    return {"dbscan": said("scikit-learn DBSCAN", seconds, read("labels"), found, 0)}


def answer_nearest(read, threads):
    from scipy.spatial import cKDTree
    at, places = read("points").reshape(-1, 2), read("places").reshape(-1, 2)
    building, tree = timed(lambda: cKDTree(at))
    rounds = [timed(lambda: tree.query(places, k=NEAREST["k"], workers=threads)) for _ in range(3)]
    asking, (distances, _) = sorted(rounds, key=lambda round: round[0])[1]
    return {
        "build": said("scipy cKDTree", building, [0.0], [0.0], 0),
        "query": said("scipy cKDTree", asking, read("nearest"), distances.ravel(), 1e-12),
    }


def dijkstra(task):
    from scipy.sparse.csgraph import dijkstra as by_scipy
    graph, origins, farthest = task
    return by_scipy(graph, directed=False, indices=origins, limit=farthest)


# What the processes that work for networkx find when they are made.
walked = None


def reached(task):
    """What each node costs that is reached from an origin, in seconds."""
    from networkx import single_source_dijkstra_path_length as by_networkx
    origin, limit_s = task
    return by_networkx(walked, origin, cutoff=limit_s, weight="seconds")


def answer_network(read, threads):
    from scipy.sparse import coo_matrix
    from scipy.spatial import cKDTree
    ends = read("edges").reshape(-1, 2)
    nodes, of = np.unique(ends, axis=0, return_inverse=True)
    edges = of.reshape(-1, 2)
    lengths = np.hypot(*(nodes[edges[:, 0]] - nodes[edges[:, 1]]).T)
    graph = coo_matrix((lengths, (edges[:, 0], edges[:, 1])), shape=(len(nodes), len(nodes))).tocsr()
    tree = cKDTree(nodes)
    origins, destinations = (tree.query(read(name).reshape(-1, 2))[1] for name in ("origins", "destinations"))

    def metres(costs):
        """How many metres of streets are reached in the time whose costs (a row for each origin) are given."""
        limit_s, rows = costs
        left = np.clip((limit_s - rows) * WALKED_M_PER_S, 0, None)
        return [np.minimum(lengths, row[edges[:, 0]] + row[edges[:, 1]]).sum() for row in left]

    answers = {}
    with ProcessPoolExecutor(threads) as pool:
        tasks = [(graph, part, np.inf) for part in np.array_split(origins, threads)]
        list(pool.map(dijkstra, [(graph, origins[:1], np.inf)] * threads))
        seconds, parts = timed(lambda: np.concatenate(list(pool.map(dijkstra, tasks)))[:, destinations])
        answers["costs"] = said("scipy dijkstra", seconds, read("costs"), parts.ravel(), 1e-9)
        for minutes in ISOCHRONES:
            tasks = [(*task[:2], minutes * 60 * WALKED_M_PER_S) for task in tasks]
            seconds, parts = timed(lambda: np.concatenate(list(pool.map(dijkstra, tasks))))
            step = f"isochrones-{minutes}-min"
            answers[step] = [said("scipy dijkstra, limit: costs of all nodes", seconds, read(step),
                                  metres((minutes * 60, parts / WALKED_M_PER_S)), 1e-9)]
    answer_by_networkx(read, threads, (edges, lengths, origins, metres), answers)
    return answers


def answer_by_networkx(read, threads, network, answers):
    """The oracle goes before the floor that is there already."""
    import networkx
    global walked
    edges, lengths, origins, metres = network
    walked = networkx.Graph()
    walked.add_weighted_edges_from(
        ((int(one), int(other), float(length) / WALKED_M_PER_S) for (one, other), length in zip(edges, lengths)),
        weight="seconds")
    # Forked, so that each has the graph.
    with ProcessPoolExecutor(threads, mp_context=get_context("fork")) as pool:
        list(pool.map(reached, [(int(origins[0]), 60.0)] * threads))
        for minutes in ISOCHRONES:
            tasks = [(int(origin), minutes * 60.0) for origin in origins]
            seconds, found = timed(lambda: list(pool.map(reached, tasks, chunksize=5)))
            rows = np.full((len(origins), len(walked)), np.inf)
            for row, costs in zip(rows, found):
                row[list(costs)] = list(costs.values())
            step = f"isochrones-{minutes}-min"
            answers[step].insert(0, said("networkx dijkstra, cutoff: costs of nodes", seconds, read(step),
                                         metres((minutes * 60, rows)), 1e-9))


def overlaps(task):
    import shapely
    left, right, first = task
    of, other = shapely.STRtree(right).query(left)
    areas = shapely.area(shapely.intersection(left[of], right[other]))
    kept = areas > 0.01
    return np.column_stack([of[kept] + first, other[kept], areas[kept]])


def answer_overlay(read, threads):
    import shapely
    left, right = (shapely.polygons(read(name).reshape(-1, CORNERS, 2)) for name in ("left", "right"))
    with ProcessPoolExecutor(threads) as pool:
        half = len(left) // threads
        tasks = [(left[first:first + half], right, first) for first in range(0, len(left), half)]
        list(pool.map(overlaps, [(left[:9], right[:9], 0)] * threads))
        seconds, parts = timed(lambda: np.concatenate(list(pool.map(overlaps, tasks))))
    parts = parts[np.lexsort((parts[:, 1], parts[:, 0]))]
    found = read("overlaps").reshape(-1, 3)
    answer = said("shapely STRtree, intersection", seconds, found[:, 2], parts[:, 2], 1e-6)
    if not answer["wrong"] and not np.array_equal(found[:, :2], parts[:, :2]):
        answer["wrong"] = "intersections: other pairs"
    return {"intersections": answer}


def main():
    action, case, folder, threads, *count = sys.argv[1:]
    folder = Path(folder)
    if action == "make":
        print(json.dumps(make(case, folder, *map(int, count))))
        return
    answer = {"density": answer_density, "hotspots": answer_hotspots, "clusters": answer_clusters,
              "nearest": answer_nearest, "network": answer_network, "overlay": answer_overlay}[case]
    answers = answer(lambda name: np.fromfile(folder / name, dtype="<f8"), int(threads))
    print(json.dumps({step: said if isinstance(said, list) else [said] for step, said in answers.items()}))


if __name__ == "__main__":
    main()
