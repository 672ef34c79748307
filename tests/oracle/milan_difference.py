"""Recomputes how two releases of Milan's house numbers differ, without Civico.

    python3 tests/oracle/milan_difference.py OLD.csv.gz NEW.csv.gz

Rows are joined by IDMASTER; prints one JSON object of counts, named as in Civico's difference. A
point is moved when it is more than 0.5 m from where it was in Gauss-Boaga, the coordinates that the
comune surveys in. The derived columns of the two releases were made by different transformations:
how many points moved by them is printed too, with the vector, to show why they are not used.
"""

import csv
import gzip
import json
import math
import statistics
import sys

RETIRED = "99"


def read(path):
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return {row["IDMASTER"]: row for row in csv.DictReader(file, delimiter=";")}


def number(text):
    return float(text.replace(",", ".")) if text else None


def vector(old, new, x, y):
    """Metres to the east and north, or None where a coordinate is missing."""
    values = [number(row[name]) for row in (old, new) for name in (x, y)]
    return None if None in values else (values[2] - values[0], values[3] - values[1])


def moved(pairs, x, y):
    vectors = [found for found in (vector(old, new, x, y) for old, new in pairs) if found]
    return [found for found in vectors if math.hypot(*found) > 0.5]


def main(old_path, new_path):
    old, new = read(old_path), read(new_path)
    pairs = [(old[key], new[key]) for key in old.keys() & new.keys()]
    restaged = [(a, b) for a, b in pairs if a["STATOCIVICO"] != b["STATOCIVICO"]]
    by_survey = moved(pairs, "GAUSSB_X", "GAUSSB_Y")
    by_derived = moved(pairs, "WGS84_X", "WGS84_Y")
    print(json.dumps({
        "added": len(new.keys() - old.keys()),
        "absent": sum(old[key]["STATOCIVICO"] != RETIRED for key in old.keys() - new.keys()),
        "restaged": len(restaged),
        "retired": sum(b["STATOCIVICO"] == RETIRED for _, b in restaged),
        "renamed": sum((a["CODICE_VIA"], a["NUMEROCOMPLETO"]) != (b["CODICE_VIA"], b["NUMEROCOMPLETO"]) for a, b in pairs),
        "moved": len(by_survey),
        "moved_far": sum(math.hypot(*found) > 100 for found in by_survey),
        "moved_by_derived_columns": len(by_derived),
        "median_vector_of_derived_columns_m": [round(statistics.median(axis), 2) for axis in zip(*by_derived)],
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
