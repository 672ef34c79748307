"""Load by wrk, with the processor time that the server spends on it."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import processor
from installation import WORK, Failed

UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass
class Load:
    threads: int = 2
    connections: int = 16
    seconds: int = 8

    def __str__(self):
        return f"{self.threads} threads, {self.connections} connections kept open, {self.seconds} s"


MANY = Load()
ALONE = Load(threads=1, connections=1, seconds=3)


@dataclass
class Measured:
    per_s: float
    p50_ms: float
    p99_ms: float
    server_us: float
    """Processor time of the server for each request, in microseconds."""
    database_us: float
    """The same of PostgreSQL's processes."""


def wrk(url, requests, headers, server, postmaster, load):
    """Loads a server with requests: paths, or path, tab and body. `postmaster` is that of its
    PostgreSQL, if it has one."""
    file = WORK / "requests.txt"
    file.write_text("\n".join(requests) + "\n")
    command = [
        "wrk", f"-t{load.threads}", f"-c{load.connections}", f"-d{load.seconds}s", "--latency", "--timeout", "10s",
        "-s", str(Path(__file__).with_name("requests.lua")), url, "--", str(file), *headers,
    ]
    before = processor_s(server, postmaster)
    done = subprocess.run(command, capture_output=True, text=True, timeout=load.seconds + 60, check=False)
    after = processor_s(server, postmaster)
    if done.returncode != 0:
        raise Failed(f"wrk: {done.stderr or done.stdout}")
    return read(done.stdout, after[0] - before[0], after[1] - before[1])


def processor_s(server, postmaster):
    return processor.of_process(server), processor.of_cluster(postmaster) if postmaster else 0.0


def read(text, server_s, database_s):
    for bad in ("Socket errors", "Non-2xx"):
        if bad in text:
            raise Failed(f"wrk met errors:\n{text}")
    count = int(re.search(r"(\d+) requests in", text)[1])

    def latency(line):
        number, unit = re.search(line + r"\s+([\d.]+)(us|ms|s)\b", text).groups()
        return float(number) * UNITS_MS[unit]

    return Measured(
        per_s=float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        p50_ms=latency(" 50%"),
        p99_ms=latency(" 99%"),
        server_us=server_s / count * 1e6,
        database_us=database_s / count * 1e6,
    )
