"""How time and memory grow from 10^4 to 10^7 inputs.

Inputs become more on more ground, as dense as those that are compared; but those of `density`, whose surface stays.
Each run may take the address space of a job and no more. What a job refuses by its size is measured by the
algorithm alone, and said.
"""

import json
import math
import tempfile

from algorithms import RIVALS, THREADS, ours, python, run
from installation import WORK, Failed
from report import median, table

# Those of the server: processes.max_memory_mb, and `Limits` of server/geoprocessing/src/input.rs.
JOB_MB = 4096
JOB_ROWS, JOB_CORNERS = 2_000_000, 50_000_000
SIZES = (10**4, 10**5, 10**6, 10**7)
# Steps that are left out: those that are not of the case's main algorithm.
CASES = {
    "density": ({"gaussian": 0}, ("epanechnikov",), "points"),
    "hotspots": ({"moran": 0}, ("gi-star",), "points"),
    "clusters": ({}, ("dbscan",), "points"),
    "nearest": ({}, ("build", "query"), "points, a tenth asked"),
    "network": ({"costs": 0, "isochrones-60-min": 0, "polygons": 0}, ("build", "isochrones-15-min"), "streets, 100 origins"),
    "overlay": ({}, ("intersections",), "areas of 24 corners"),
}
CORNERS = 24
# No run is begun that should take longer, by the one before it; nor one that would fill the machine.
LONGEST_S = 120
ROUNDS = {10**4: 5, 10**5: 3}


def beyond_a_job(case, count):
    """What a job would refuse of so many inputs, if it would."""
    if case == "overlay" and count * CORNERS > JOB_CORNERS:
        return f"a job takes {JOB_CORNERS:,} corners"
    if case in ("hotspots", "clusters") and count > JOB_ROWS:
        return f"a job gives {JOB_ROWS:,} rows"
    return ""


def grown(interpreter, case):
    """A row for each size: seconds, exponent beside the size before, peak memory."""
    left_out, steps, what = CASES[case]
    before = None
    for count in SIZES:
        head = [case, f"{count:,} {what}"]
        refused = beyond_a_job(case, count)
        if case == "overlay" and refused:
            yield [*head, "-", "-", "-", f"not begun: {refused}"]
            continue
        if before and before[1] * 10 > LONGEST_S:
            yield [*head, "-", "-", "-", f"not begun: more than {LONGEST_S} s"]
            continue
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            numbers = json.loads(run(interpreter, str(RIVALS), "make", case, folder, str(THREADS), str(count)))
            try:
                found, peak_mb = ours(case, folder, {**numbers, **left_out}, ROUNDS.get(count, 1), JOB_MB)
            except Failed as refusal:
                yield [*head, "-", "-", "-", f"refused: {str(refusal).splitlines()[0]}"]
                return
        seconds = sum(median(found[step]) for step in steps)
        exponent = f"{math.log(seconds / before[1]) / math.log(count / before[0]):.2f}" if before else ""
        yield [*head, f"{seconds:.3f}", exponent, f"{peak_mb:.0f}", refused and f"the algorithm alone: {refused}"]
        before = count, seconds


def benchmark():
    interpreter = python()
    print(f"{THREADS} threads; steps: " + "; ".join(f"{case} {', '.join(CASES[case][1])}" for case in CASES))
    print(f"each run may take the address space of a job, {JOB_MB} MB; the input is part of the peak, and no peak is below that of this program when it forks\n")
    rows = []
    for case in CASES:
        found = list(grown(interpreter, case))
        table(["case", "inputs", "seconds", "exponent", "peak MB", ""], found)
        print(flush=True)
        rows += found
    peaks = [(float(row[4]), row[0], row[1]) for row in rows if row[4] != "-"]
    peak_mb, case, size = max(peaks)
    print(f"The most memory: {peak_mb:.0f} MB of {JOB_MB}, {case} of {size}.")
    print_refusal(interpreter)


def print_refusal(interpreter):
    """What has less memory than it needs ends, and takes no more."""
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        numbers = json.loads(run(interpreter, str(RIVALS), "make", "nearest", folder, str(THREADS), str(10**7)))
        try:
            ours("nearest", folder, numbers, 1, 256)
        except Failed as refusal:
            print(f"nearest of 10,000,000 points in 256 MB ends: {str(refusal).splitlines()[0]}")
            return
    raise Failed("nearest of 10,000,000 points takes more than the limit of its memory")
