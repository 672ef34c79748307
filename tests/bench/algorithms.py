"""The algorithms of the geoprocessing, run on files of numbers, and the interpreter that has their rivals."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from installation import KEPT, ROOT, Failed

PROGRAM = os.environ.get("BENCH_PROCESSES", "")
RIVALS = ROOT / "tests" / "bench" / "processes" / "rivals.py"
REQUIREMENTS = ROOT / "tests" / "oracle" / "geoprocessing" / "requirements.txt"
THREADS = min(2, os.cpu_count())
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
    """What a program prints."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False,
                          env={**os.environ, "OMP_NUM_THREADS": str(THREADS), "PYTHONWARNINGS": "ignore"})
    if done.returncode != 0:
        raise Failed(f"{Path(command[0]).name} {command[1]}: {done.stderr.strip()[-800:]}")
    return done.stdout


def ours(case, folder, numbers, rounds, limit_mb=None):
    """The seconds of each step of a case, and the peak resident memory in MB; fails when it takes more
    address space than it may."""
    given = [f"{name}={value}" for name, value in numbers.items()]
    command = [PROGRAM, case, str(folder), f"threads={THREADS}", f"rounds={rounds}", *given]

    def confine():
        if limit_mb:
            resource.setrlimit(resource.RLIMIT_AS, (limit_mb << 20, limit_mb << 20))

    printed, refused = Path(folder) / "printed", Path(folder) / "refused"
    with open(printed, "w") as out, open(refused, "w") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, preexec_fn=confine)
        status, usage = ended(process)
    if status != 0:
        raise Failed(f"{case}: {refused.read_text().strip()[-800:] or status}")
    steps = {}
    for line in printed.read_text().splitlines():
        name, seconds = line.split()
        steps.setdefault(name, []).append(float(seconds))
    return steps, usage.ru_maxrss / 1024


def ended(process):
    """Waits for a process within the limit; returns its status and what it used."""
    until = time.monotonic() + LIMIT_S
    while True:
        found, status, usage = os.wait4(process.pid, os.WNOHANG)
        if found:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage
        if time.monotonic() > until:
            process.kill()
        time.sleep(0.01)
