"""processes: the geoprocessing beside scipy, scikit-learn, esda and shapely, on points and streets made from a seed.

Answers are compared before time counts; both sides have the same number of threads, and take turns case by case.
The rivals run in an environment of their own (processes/rivals.py), which is made from
tests/oracle/geoprocessing/requirements.txt in target/bench, or is that of BENCH_ORACLE.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from installation import KEPT, ROOT, WORK, Failed
from report import main, repeats, spread, table

PROGRAM = os.environ.get("BENCH_PROCESSES", "")
RIVALS = ROOT / "tests" / "bench" / "processes" / "rivals.py"
REQUIREMENTS = ROOT / "tests" / "oracle" / "geoprocessing" / "requirements.txt"
THREADS = min(2, os.cpu_count())
CASES = ("density", "hotspots", "clusters", "nearest", "network", "overlay")
LIMIT_S = 1800


def python():
    """The interpreter that has the rivals."""
    if os.environ.get("BENCH_ORACLE"):
        return os.environ["BENCH_ORACLE"]
    folder = KEPT / "oracle"
    found = folder / "bin" / "python3"
    if not (folder / "complete").is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=LIMIT_S)
        subprocess.run([str(found), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)], check=True,
                       timeout=LIMIT_S)
        (folder / "complete").touch()
    return str(found)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False,
                          env={**os.environ, "OMP_NUM_THREADS": str(THREADS), "PYTHONWARNINGS": "ignore"})
    if done.returncode != 0:
        raise Failed(f"{Path(command[0]).name} {command[1]}: {done.stderr.strip()[-800:]}")
    return done.stdout


def ours(case, folder, numbers):
    """The seconds of each step of a case."""
    given = [f"{name}={value}" for name, value in numbers.items()]
    text = run(PROGRAM, case, str(folder), f"threads={THREADS}", f"rounds={repeats(3)}", *given)
    steps = {}
    for line in text.splitlines():
        name, seconds = line.split()
        steps.setdefault(name, []).append(float(seconds))
    return steps


def compared(case, interpreter, folder):
    """A row for each step that a rival has done too; the others with a dash."""
    numbers = json.loads(run(interpreter, str(RIVALS), "make", case, str(folder), str(THREADS)))
    steps = ours(case, folder, numbers)
    rivals = json.loads(run(interpreter, str(RIVALS), "answer", case, str(folder), str(THREADS)))
    wrong = [item["wrong"] for item in rivals.values() if item["wrong"]]
    if wrong:
        raise Failed(f"{case}: {'; '.join(wrong)}")
    for step, seconds in steps.items():
        rival = rivals.get(step)
        factor = f"{rival['seconds'] / sorted(seconds)[len(seconds) // 2]:.1f}" if rival else "-"
        yield [case, step, spread(seconds, 3), rival["name"] if rival else "-",
               f"{rival['seconds']:.2f}" if rival else "-", factor]


def benchmark():
    interpreter = python()
    print(f"{THREADS} threads on both sides; seconds of {repeats(3)} rounds, of the rival's one\n")
    rows = []
    for case in CASES:
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            rows.extend(compared(case, interpreter, folder))
    table(["case", "step", "Civico, s", "rival", "rival, s", "times as fast"], rows)


main("processes", benchmark, programs=False)
