"""What is printed: the machine, the settings in force, tables."""

import os
import platform
import re
import statistics
import subprocess
import sys
import traceback
from pathlib import Path

from installation import KEPT, PROGRAMS, ROOT, Failed

SETTINGS = (
    "shared_buffers", "maintenance_work_mem", "work_mem", "max_wal_size", "wal_level", "fsync",
    "synchronous_commit", "max_parallel_maintenance_workers", "jit",
)


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return (done.stdout or done.stderr).strip().splitlines()[0]


def machine(programs):
    """Says where this runs and, when programs of ours are measured, which."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    system = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())[1]
    print(f"machine: {os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), {memory:.0f} GiB, {system}, "
          f"load {os.getloadavg()[0]:.1f}")
    if not programs:
        return
    built = KEPT / f"built-{os.environ['BENCH_PROFILE']}"
    commit = built.read_text().strip() if built.is_file() else "unknown"
    print(f"programs: {PROGRAMS.relative_to(ROOT)}, {first_line(str(PROGRAMS / 'civico'), '--version')}, commit {commit}")


def postgres(installation):
    """Says which PostgreSQL it is, with the settings in force."""
    names = ", ".join(f"'{name}'" for name in SETTINGS)
    found = installation.sql(
        f"SELECT name, current_setting(name) FROM pg_settings WHERE name IN ({names}) ORDER BY name"
    )
    version = installation.sql("SELECT current_setting('server_version'), postgis_lib_version()")[0]
    print(f"PostgreSQL {version[0]}, PostGIS {version[1]}: " + ", ".join(f"{k}={v}" for k, v in found))


def repeats(default):
    return int(os.environ.get("BENCH_REPEATS") or default)


def median(values):
    return statistics.median(values)


def spread(values, digits=2):
    """A median with the range beside it."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def table(head, rows):
    """Prints a table in Markdown."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    for row in [head, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
    sys.stdout.flush()


def main(name, benchmark, programs=True):
    """Runs a benchmark; what is wrong with its results is said in one line."""
    print(f"\n## {name}\n")
    machine(programs)
    try:
        benchmark()
    except Failed as error:
        print(f"{name}: FAILED: {error}", file=sys.stderr)
        sys.exit(1)
    except Exception:  # A fault of the benchmark itself.
        traceback.print_exc()
        sys.exit(1)
