"""Addresses as others wrote them, each with the places where it truly is."""

import csv
import gzip
import json
import math
import random
import re
from dataclasses import dataclass

from installation import ADDRESSES, SHARED, Failed

ELECTORAL = SHARED / "stradario" / "milano_stradario_elettorale_2022_senza_m9.csv.gz"
CHARGING = SHARED / "thematic" / "milano_colonnine_ricarica.json.gz"
SCHOOLS = SHARED / "addresses" / "milano_metro_scuole_2022.csv.gz"
FUEL = SHARED / "addresses" / "mimit_impianti_carburanti_20260821_pipe.csv.gz"
SAMPLE = 2000
RIGHT_M, WRONG_M = 25.0, 100.0
EARTH_M = 6_371_008.8


@dataclass
class Labelled:
    """What was written, and longitude and latitude of what it may mean."""

    text: str
    places: list


@dataclass
class Score:
    """How many answers are within 25 m of the truth, beyond 100 m, and missing."""

    rows: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0

    def add(self, labelled, found):
        self.rows += 1
        if found is None:
            self.missing += 1
            return
        apart = min(apart_m(found, place) for place in labelled.places)
        self.right += apart <= RIGHT_M
        self.wrong += apart > WRONG_M


def apart_m(one, other):
    """Metres between two points, by the haversine formula."""
    (lon, lat), (lon2, lat2) = (map(math.radians, point) for point in (one, other))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))


def sets():
    """Name, addresses."""
    return {
        f"electoral table, {SAMPLE} rows": electoral(),
        "charging points": charging(),
        "schools": schools(),
        "fuel stations": fuel(),
    }


def opened(path, **options):
    if not path.is_file():
        raise Failed(f"{path} is missing: the labelled sets are in ../shared/data")
    return gzip.open(path, "rt", newline="", **options)


def register():
    """Points by street code, number and exponent, from the source itself; further accesses left out."""
    points = {}
    with opened(ADDRESSES, encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter=";"):
            # 99 is "Soppresso".
            if row["BARRA2"].strip() or row["STATOCIVICO"] == "99":
                continue
            exponent = "/".join(filter(None, (row["LETTERA"].strip(), row["BARRA"].strip()))).upper()
            point = tuple(float(row[name].replace(",", ".")) for name in ("LONG_WGS84", "LAT_WGS84"))
            points.setdefault((row["CODICE_VIA"], row["NUMERO"], exponent), []).append(point)
    return points


def electoral():
    """Rows whose street code, number and exponent the register has."""
    points, found = register(), []
    with opened(ELECTORAL, encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            exponent = row["BARRATO"].strip().upper()
            places = points.get((row["CODICE_VIA"], row["CIVICO"], exponent))
            if places:
                number = row["CIVICO"] + (f"/{exponent}" if exponent else "")
                found.append(Labelled(f"{row['AREA']} {row['DESCRIZIONE_VIA']} {number}, Milano", places))
    return random.Random(15146).sample(found, SAMPLE)


def charging():
    with opened(CHARGING, encoding="utf-8") as file:
        rows = json.load(file)["data"]
    return [
        Labelled(f"{row['localita']}, Milano", [(row["long_x_4326"], row["lat_y_4326"])])
        for row in rows
        if re.search(r"\d", row.get("localita") or "") and row.get("long_x_4326")
    ]


def schools():
    found = []
    with opened(SCHOOLS, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["Comune"] == "MILANO" and re.match(r"\d", row["Civico"]) and row["coorX"]:
                place = (float(row["coorX"]), float(row["coorY"]))
                found.append(Labelled(f"{row['Indirizzo']} {row['Civico']}, Milano", [place]))
    return found


def fuel():
    found = []
    with opened(FUEL, encoding="utf-8", errors="replace") as file:
        for line in file:
            fields = line.rstrip("\n").split("|")
            if len(fields) == 10 and fields[6:8] == ["MILANO", "MI"] and re.search(r"\d", fields[5]):
                found.append(Labelled(f"{fields[5].strip()}, Milano", [(float(fields[9]), float(fields[8]))]))
    return found
