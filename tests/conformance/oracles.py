"""Asks the libraries of tests/oracle/geoprocessing again, and compares with the answers that are kept:

    python3 tests/conformance/oracles.py

Wants the requirements.txt of that folder; a script that needs a PostGIS reads DATABASE_URL. Numbers
may differ by a relative 1e-9, everything else has to be equal. A script that fails, that has no
answers kept, and answers that no script gives are failures: nothing is left out unsaid.
"""

import json
import math
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "tests/oracle/geoprocessing"
KEPT = ROOT / "server/geoprocessing/oracle"
TIMEOUT_S = 600
RELATIVE = 1e-9
# Where a sum should be zero, what is left of it has no relative size.
ABSOLUTE = 1e-9


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def difference(kept, given, where="$"):
    """Returns the first place where two documents differ, or nothing."""
    if is_number(kept) and is_number(given):
        near = math.isclose(kept, given, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
        return None if near else f"{where}: {kept} is kept, {given} was given"
    if type(kept) is not type(given):
        return f"{where}: {kept!r:.80} is kept, {given!r:.80} was given"
    if isinstance(kept, dict):
        if kept.keys() != given.keys():
            return f"{where}: names {sorted(kept.keys() ^ given.keys())} are on one side only"
        parts = ((kept[name], given[name], f"{where}.{name}") for name in kept)
    elif isinstance(kept, list):
        if len(kept) != len(given):
            return f"{where}: {len(kept)} are kept, {len(given)} were given"
        parts = ((one, other, f"{where}[{place}]") for place, (one, other) in enumerate(zip(kept, given)))
    else:
        return None if kept == given else f"{where}: {kept!r:.80} is kept, {given!r:.80} was given"
    return next((found for part in parts if (found := difference(*part))), None)


def check(script):
    """Returns what is wrong with the answers of a script, or nothing."""
    name = script.name.removesuffix("_oracle.py")
    kept = KEPT / f"{name}.json"
    if not kept.is_file():
        return f"{kept.relative_to(ROOT)} is missing"
    try:
        ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return f"not done within {TIMEOUT_S} s"
    if ran.returncode != 0:
        said = ran.stderr.strip().splitlines()
        return f"exit {ran.returncode}: {said[-1] if said else 'nothing said'}"
    try:
        return difference(json.loads(kept.read_text()), json.loads(ran.stdout))
    except ValueError as error:
        return f"not JSON: {error}"


def main():
    scripts = sorted(SCRIPTS.glob("*_oracle.py"))
    names = {script.name.removesuffix("_oracle.py") for script in scripts}
    wrong = {script.name: check(script) for script in scripts}
    wrong |= {kept.name: "no script gives it" for kept in KEPT.glob("*.json") if kept.stem not in names}
    for name, said in wrong.items():
        if said:
            print(f"oracles: FAILED {name}: {said}")
    failed = sum(1 for said in wrong.values() if said)
    print(f"{len(wrong) - failed} passed, {failed} failed")
    return int(failed > 0 or not scripts)


if __name__ == "__main__":
    sys.exit(main())
