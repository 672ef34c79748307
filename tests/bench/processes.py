"""processes: the geoprocessing beside what others trust, on points, areas and streets made from a seed.

Answers are compared before time counts; both sides have the same number of threads, and take turns case by case.
The rivals in Python run in an environment of their own (processes/rivals.py), which is made from
tests/oracle/geoprocessing/requirements.txt in target/bench, or is that of BENCH_ORACLE. Parts: `rivals` beside
them and PostGIS, `growth` with the size of the input, `drill` for all layers at a point.
"""

import json
import os
import tempfile

import drilling
import growth
import overlay_postgis
from algorithms import RIVALS, THREADS, ours, python, run
from installation import WORK, Failed
from report import main, median, repeats, spread, table

CASES = ("density", "hotspots", "clusters", "nearest", "network", "overlay")


def compared(case, interpreter, folder):
    """A row for each rival of a step; where there is none, one with a dash."""
    numbers = json.loads(run(interpreter, str(RIVALS), "make", case, str(folder), str(THREADS)))
    steps, _ = ours(case, folder, numbers, repeats(3))
    rivals = json.loads(run(interpreter, str(RIVALS), "answer", case, str(folder), str(THREADS)))
    if case == "overlay":
        rivals["intersections"].append(overlay_postgis.answer(folder))
    wrong = [item["wrong"] for items in rivals.values() for item in items if item["wrong"]]
    if wrong:
        raise Failed(f"{case}: {'; '.join(wrong)}")
    for step, seconds in steps.items():
        for rival in rivals.get(step, [{"name": "-"}]):
            took = rival.get("seconds")
            yield [case, step, spread(seconds, 3), rival["name"], f"{took:.3f}" if took else "-",
                   f"{took / median(seconds):.1f}" if took else "-"]


def beside_rivals():
    interpreter = python()
    print(f"{THREADS} threads on both sides; seconds of {repeats(3)} rounds, of the Python rivals' one\n")
    rows = []
    for case in CASES:
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            rows.extend(compared(case, interpreter, folder))
    table(["case", "step", "Civico, s", "rival", "rival, s", "times as fast"], rows)


PARTS = {"rivals": beside_rivals, "growth": growth.benchmark, "drill": drilling.benchmark}


def wanted():
    asked = (os.environ.get("BENCH_PARTS") or ",".join(PARTS)).split(",")
    return [name for name in PARTS if name in asked]


def benchmark():
    for name in wanted():
        print(f"\n### {name}\n", flush=True)
        PARTS[name]()


main("processes", benchmark, programs="drill" in wanted())
