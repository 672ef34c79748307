"""Costs over a net of streets, and the length of what is reached, by networkx.

The streets are whole blocks; in half of them two blocks are drawn as one line, with the crossing as a corner that
they share, and in some the end of a street stops short of the line that it meets. Lines that cross without a common
corner are bridges.
"""

import math

import networkx
import numpy as np

import case

SIDE = 8
BLOCK_M = 100.0
TOLERANCE_M = 0.05
CYCLING_M_PER_S = 15 / 3.6

chance = np.random.default_rng(10)
shift = np.round(chance.uniform(-20, 20, (SIDE, SIDE, 2)), 1)


def corner(column, row):
    east, north = shift[row][column]
    return (case.EAST_M + column * BLOCK_M + east, case.NORTH_M + row * BLOCK_M + north)


streets, ends, graph = [], set(), networkx.MultiDiGraph()


def join(one, other, direction):
    length = math.dist(corner(*one), corner(*other))
    if direction != "backward":
        graph.add_edge(one, other, length=length)
    if direction != "forward":
        graph.add_edge(other, one, length=length)


def draw(nodes, direction):
    line = [corner(*node) for node in nodes]
    # The end is moved by less than the tolerance, where an earlier line ends right.
    is_moved = nodes[-1] in ends and chance.random() < 0.5
    nudge = np.round(chance.uniform(-0.02, 0.02, 2), 2) if is_moved else (0, 0)
    ends.update([nodes[0], nodes[-1]])
    line[-1] = (line[-1][0] + nudge[0], line[-1][1] + nudge[1])
    streets.append({"line": np.round(line, 2), "direction": direction})
    for one, other in zip(nodes, nodes[1:]):
        join(one, other, direction)


for row in range(SIDE):
    column = 0
    while column < SIDE - 1:
        step = min(int(chance.integers(1, 3)), SIDE - 1 - column)
        if chance.random() < 0.85:
            nodes = [(column + move, row) for move in range(step + 1)]
            draw(nodes, chance.choice(["both", "both", "forward", "backward"]))
        column += step
for column in range(SIDE):
    for row in range(SIDE - 1):
        if chance.random() < 0.9:
            draw([(column, row), (column, row + 1)], "both")
# A bridge over everything, and a street alone.
draw([(0, 0), (SIDE - 1, SIDE - 1)], "both")
streets.append({"line": [(case.EAST_M - 500, case.NORTH_M), (case.EAST_M - 400, case.NORTH_M)], "direction": "both"})

both_ways = networkx.Graph()
for one, other, data in graph.edges(data=True):
    both_ways.add_edge(one, other, length=data["length"])
nodes = sorted(both_ways.nodes)
pairs = [(nodes[int(a)], nodes[int(b)]) for a, b in chance.integers(0, len(nodes), (60, 2))]


def cost(net, one, other):
    try:
        return networkx.dijkstra_path_length(net, one, other, weight="length")
    except networkx.NetworkXNoPath:
        return None


def reached(origin, limit_m):
    """Metres of streets within the limit of an origin."""
    away = networkx.single_source_dijkstra_path_length(both_ways, origin, weight="length")
    metres = 0.0
    for one, other, data in both_ways.edges(data=True):
        sides = sum(max(0.0, limit_m - away.get(node, math.inf)) for node in (one, other))
        metres += min(data["length"], sides)
    return metres


case.write({
    "streets": streets, "tolerance_m": TOLERANCE_M,
    "pairs": [{
        "from": corner(*one), "to": corner(*other), "shortest_m": cost(both_ways, one, other),
        "cycling_s": None if (found := cost(graph, one, other)) is None else found / CYCLING_M_PER_S,
    } for one, other in pairs],
    "areas": [{"origin": corner(*node), "limit_m": limit, "reached_m": reached(node, limit)}
              for node in nodes[::9] for limit in (130.0, 400.0)],
})
