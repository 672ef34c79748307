"""Many points made from Milan's house numbers, as a GeoPackage in EPSG:32632."""

import csv
import gzip
import random
import subprocess

from installation import ADDRESSES, KEPT, Failed, need_register

# Attributes as they are; the eight columns of coordinates would be wrong for a moved point.
COORDINATES = ("GAUSSB_X", "GAUSSB_Y", "WGS84_X", "WGS84_Y", "WEBMERC_X", "WEBMERC_Y", "LAT_WGS84", "LONG_WGS84")
INTEGERS = ("CODICE_VIA", "NUMERO", "RESIDENZIALE", "STATOCIVICO", "IDMASTER", "PASSOCARRAIO", "LIVELLO")
DATES = ("DATA_APPLICAZIONE", "DATA_ATTIVAZIONE", "DATA_SOPPRESSIONE", "ULTIMA_MODIFICA", "DATA_MODFINE")
# How far a copy is moved in each direction at most.
MOVED_M = 60.0
LAYER = "punti"


def register():
    """Milan's rows: east and north in metres of WGS 84 / UTM 32N, then the attributes."""
    need_register()
    with gzip.open(ADDRESSES, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        names = [name for name in reader.fieldnames if name not in COORDINATES]
        rows = []
        for row in reader:
            east, north = (float(row[name].replace(",", ".")) for name in ("WGS84_X", "WGS84_Y"))
            rows.append((east, north, [value(name, row[name]) for name in names]))
    return names, rows


def value(name, text):
    """An AAAAMMGG day as the readers of CSV know it."""
    if name in DATES and len(text) == 8:
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def kind(name):
    return "Integer" if name in INTEGERS else "Date" if name in DATES else "String"


def points(count):
    """Returns a GeoPackage of exactly `count` points, made unless it is there: the register again
    and again, each copy after the first moved a little, always in the same way."""
    path = KEPT / f"{LAYER}-{count}.gpkg"
    if path.is_file():
        return path
    KEPT.mkdir(parents=True, exist_ok=True)
    names, rows = register()
    chance = random.Random(15146)
    table, types, half = (KEPT / f"{LAYER}-{count}.{end}" for end in ("csv", "csvt", "half.gpkg"))
    with open(table, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["X", "Y", *names])
        for number in range(count):
            east, north, values = rows[number % len(rows)]
            if number >= len(rows):
                east += chance.uniform(-MOVED_M, MOVED_M)
                north += chance.uniform(-MOVED_M, MOVED_M)
            writer.writerow([f"{east:.4f}", f"{north:.4f}", *values])
    types.write_text(",".join(["Real", "Real", *map(kind, names)]))
    half.unlink(missing_ok=True)
    command = [
        "ogr2ogr", "-f", "GPKG", str(half), str(table), "-nln", LAYER, "-nlt", "POINT", "-a_srs", "EPSG:32632",
        "-gt", "unlimited", "-oo", "X_POSSIBLE_NAMES=X", "-oo", "Y_POSSIBLE_NAMES=Y", "-oo", "KEEP_GEOM_COLUMNS=NO",
        "-oo", "EMPTY_STRING_AS_NULL=YES",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode != 0:
        raise Failed(f"ogr2ogr cannot make {half.name}: {done.stderr}")
    half.rename(path)
    table.unlink()
    types.unlink()
    return path
