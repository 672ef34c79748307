"""How the release of 2020 differs from the register of 2018: a preview beside the script of the tests."""

import json
import subprocess
import sys
import time

from deliveries import peaks, rows
from installation import ADDRESSES, OLD_ADDRESSES, ROOT, STREETS, WORK, Failed, start
from report import median, repeats, spread, table
from watch import Watch

ORACLE = ROOT / "tests" / "oracle" / "milan_difference.py"
EXPECTED = {"added": 2396, "absent": 2, "restaged": 386, "retired": 194, "renamed": 6, "moved": 878}
LIMIT_S = 600


class Preview:
    """Reads the new files, and compares with the register in the database."""

    name = "civico toponymy import --preview"

    def __init__(self, installation):
        self.installation = installation
        self.rows = rows(STREETS) + rows(ADDRESSES)

    def start(self, out):
        return self.installation.start(
            "toponymy", "import", "--preview", "--json", "--format", "milano", str(STREETS), str(ADDRESSES), stdout=out,
            stderr=subprocess.PIPE, text=True,
        )

    @staticmethod
    def found(text):
        return json.loads(text)["difference"]["addresses"]


class Oracle:
    """Reads both releases from their files, house numbers only."""

    name = "tests/oracle/milan_difference.py"

    def __init__(self):
        self.rows = rows(OLD_ADDRESSES) + rows(ADDRESSES)

    @staticmethod
    def start(out):
        command = [sys.executable, str(ORACLE), str(OLD_ADDRESSES), str(ADDRESSES)]
        return start(command, stdout=out, stderr=subprocess.PIPE, text=True)

    @staticmethod
    def found(text):
        return json.loads(text)


def run(way, postmaster):
    """Runs a way to its end; returns the seconds it took, its peak memory and what it found."""
    path = WORK / "difference.json"
    with open(path, "w") as out:
        began = time.monotonic()
        process = way.start(out)
        watch = Watch(process, postmaster)
        try:
            _, complaint = process.communicate(timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failed(f"{way.name} took more than {LIMIT_S} s") from None
        took_s = time.monotonic() - began
        watch.end()
    if process.returncode != 0:
        raise Failed(f"{way.name}: {complaint.strip()}")
    return took_s, watch.peak_mb, way.found(path.read_text())


def print_difference(installation):
    postmaster, _ = installation.postmaster()
    before = installation.sql("SELECT max(seq) FROM civico.change_log")
    ways = [Oracle(), Preview(installation)]
    took, seen = {way.name: [] for way in ways}, {way.name: {} for way in ways}
    for number in range(repeats(5)):
        for way in ways if number % 2 == 0 else reversed(ways):
            took_s, peak_mb, found = run(way, postmaster)
            wrong = {name: found.get(name) for name, value in EXPECTED.items() if found.get(name) != value}
            if wrong:
                raise Failed(f"{way.name} finds {wrong}, not {EXPECTED}")
            took[way.name].append(took_s)
            for name, peak in peak_mb.items():
                seen[way.name][name] = max(seen[way.name].get(name, 0.0), peak)
    # PostgreSQL has no part in what the script does.
    seen[Oracle.name].pop("postgres", None)
    if installation.sql("SELECT max(seq) FROM civico.change_log") != before:
        raise Failed("the preview changed the register")
    print("House numbers of 2020 beside those of 2018: "
          + ", ".join(f"{value} {name}" for name, value in EXPECTED.items()) + "; both find the same\n")
    own = median(took[Preview.name])
    table(["difference", "seconds: median (range)", "rows read/s", "civico to this", "peak resident MB"], [
        [way.name, spread(took[way.name]), f"{way.rows / median(took[way.name]):.0f}",
         f"{own / median(took[way.name]):.2f}", peaks(seen[way.name])]
        for way in ways
    ])
    print()
