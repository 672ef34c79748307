"""Requests at a constant rate that does not wait for answers, by geocoder/."""

import os
import subprocess
from dataclasses import dataclass

from installation import WORK, Failed

PROGRAM = os.environ.get("BENCH_GEOCODER", "")
SECONDS = 10


@dataclass
class Kept:
    """A rate as it was kept, and what the answers took from when their requests were due."""

    per_s: float
    p50_ms: float
    p99_ms: float
    p999_ms: float
    longest_ms: float


def constant_rate(installation, lines, per_second):
    """Sends requests: paths, or path, tab and body."""
    path = WORK / "rate.txt"
    path.write_text("\n".join(lines) + "\n")
    command = [PROGRAM, "rate", installation.url.removeprefix("http://"), str(path), "--per-second", str(per_second),
               "--seconds", str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS + 120, check=False)
    if done.returncode != 0:
        raise Failed(f"rate: {done.stderr.strip()}")
    return Kept(*map(float, done.stdout.split()))
