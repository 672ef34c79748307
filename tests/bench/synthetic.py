"""The engine on synthetic registers, made by geocoder/ over real names of comuni."""

import csv
import gzip
import json
import math
import os
import random
import subprocess

from installation import COMUNI, SHARED, WORK, Failed

PROGRAM = os.environ.get("BENCH_GEOCODER", "")
ISTAT = SHARED / "boundaries" / "istat_comuni_codici_latin1.csv.gz"
# The place of a comune in the whole: big ones have more addresses, but fewer for each inhabitant.
POWER = 0.75
DEGREE_M = 111_195.0
LIMIT_S = 1800


def metropolitan():
    run(comuni(), "--addresses", "1500000", "--questions", "200000")


def national():
    run(italy(), "--addresses", "27000000", "--questions", "200000")


def run(lines, *options):
    """Runs the benchmark over comuni, and passes on what it prints."""
    path = WORK / "comuni.tsv"
    path.write_text("\n".join("\t".join(map(str, line)) for line in lines) + "\n")
    done = subprocess.run([PROGRAM, "engine", str(path), *options], timeout=LIMIT_S, check=False)
    if done.returncode != 0:
        raise Failed("the engine's benchmark failed")


def comuni():
    """The 133 comuni with the middle of their box, its half diagonal, and their weight."""
    lines = []
    for feature in json.loads(gzip.decompress(COMUNI.read_bytes()))["features"]:
        known = feature["properties"]
        points = [point for polygon in feature["geometry"]["coordinates"] for ring in polygon for point in ring]
        west, south = (min(point[axis] for point in points) for axis in (0, 1))
        east, north = (max(point[axis] for point in points) for axis in (0, 1))
        radius_m = min((east - west) * math.cos(math.radians(south)), north - south) / 2 * DEGREE_M
        lines.append((known["istat_code"], known["name"], (west + east) / 2, (south + north) / 2, radius_m,
                      known["population"] ** POWER))
    return lines


def italy():
    """All comuni of Italy by name, at invented places; half of them small, some big."""
    if not ISTAT.is_file():
        raise Failed(f"{ISTAT} is missing: the national size needs the names in ../shared/data")
    chance = random.Random(15146)
    lines = []
    with gzip.open(ISTAT, "rt", encoding="latin-1", newline="") as file:
        for row in list(csv.reader(file, delimiter=";"))[1:]:
            if len(row) > 6 and row[4]:
                lon, lat = chance.uniform(7.0, 18.0), chance.uniform(37.0, 46.8)
                lines.append((row[4], row[6] or row[5].split("/")[0], lon, lat, 2500, 1 / (chance.random() + 0.003)))
    return lines
