"""Milan's two files of 2018 into PostgreSQL: as text, as tables with points, as an act of the register."""

import csv
import gzip
import json
import re
import shlex
import subprocess
from pathlib import Path

import rivals
from installation import OLD_ADDRESSES, OLD_STREETS, WORK, Failed, start
from report import median, spread, table

# How far the boxes may be apart: from Monte Mario to RDN2008 there is more than one way.
BOX_M = 5.0
# The comuni are in the register before; they are not counted.
MILANO = "015146"


def columns(path):
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file, delimiter=";"))


def rows(path):
    """The number of records of a file, by a reader that is nobody's here."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file, delimiter=";"))


class Rival:
    """A way that works in a database of its own in the same cluster."""

    def __init__(self, installation):
        self.installation = installation
        # Makes the database.
        rivals.Ogr2ogr(installation)

    def start(self, _path):
        command = ["sh", "-ec", "\n".join(self.lines())]
        return start(command, env=self.installation.postgres_environment(), stderr=subprocess.PIPE, text=True)

    def count(self, relation):
        return int(self.installation.sql(f"SELECT count(*) FROM {relation}", rivals.DATABASE)[0][0])


class Copy(Rival):
    """`psql` and COPY into columns of text: nothing is looked at."""

    name = "COPY as text"

    def lines(self):
        psql = f"psql -Xq -v ON_ERROR_STOP=1 -d {rivals.DATABASE} -c"
        for relation, path in (("plain_streets", OLD_STREETS), ("plain_addresses", OLD_ADDRESSES)):
            texts = ", ".join(f'"{name}" text' for name in columns(path))
            yield f"{psql} {shlex.quote(f'CREATE TABLE {relation} ({texts})')}"
            copy = rf"\copy {relation} FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')"
            yield f"gzip -dc {shlex.quote(str(path))} | {psql} {shlex.quote(copy)}"

    def counts(self):
        return self.count("plain_streets"), self.count("plain_addresses")


class Ogr2ogr(Rival):
    """`ogr2ogr` and COPY into two tables: points from the surveyed coordinates, a spatial index."""

    name = "ogr2ogr, points in EPSG:7791"

    def lines(self):
        into = f"ogr2ogr -f PostgreSQL PG:dbname={rivals.DATABASE} --config PG_USE_COPY YES -gt unlimited"
        yield f"{into} -nln streets {shlex.quote(f'/vsigzip/{OLD_STREETS}')}"
        yield (
            f"{into} -nln addresses -nlt POINT -s_srs EPSG:3003 -t_srs EPSG:{rivals.SRID} -lco GEOMETRY_NAME=geom"
            f" -oo X_POSSIBLE_NAMES=GAUSSB_X -oo Y_POSSIBLE_NAMES=GAUSSB_Y {shlex.quote(f'/vsigzip/{OLD_ADDRESSES}')}"
        )

    def counts(self):
        return self.count("streets"), self.count("addresses")


class Civico:
    """`civico toponymy import`: one act, its events, what they say, the log."""

    name = "civico toponymy import"

    def __init__(self, installation):
        self.installation = installation
        self.report = WORK / "import.json"

    def start(self, _path):
        return self.installation.start(
            "toponymy", "import", "--format", "milano", "--report", str(self.report), str(OLD_STREETS),
            str(OLD_ADDRESSES), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )

    def counts(self):
        tables = ("thoroughfare", "address")
        return tuple(int(self.installation.sql(f"SELECT count(*) FROM civico.{name}")[0][0]) for name in tables)

    def check_act(self, records):
        """One act, an event for each record, one block of the log."""
        events = json.loads(self.report.read_text())["register"]["events"]
        found = self.installation.sql(
            "SELECT count(DISTINCT act), count(*), max(seq) - min(seq) + 1 FROM civico.register_change"
            f" WHERE municipality = '{MILANO}' AND subject_kind IN ('thoroughfare', 'address')"
        )[0]
        if events != records or found != ["1", str(records), str(records)]:
            raise Failed(f"{records} records, but {events} events; acts, events, numbers of the log: {found}")


def check(installation, copy, ogr2ogr, civico):
    """Fails unless all have the rows of the files and the points are where they should be; returns how
    far the boxes are apart."""
    expected = rows(OLD_STREETS), rows(OLD_ADDRESSES)
    for way in (copy, ogr2ogr, civico):
        if way.counts() != expected:
            raise Failed(f"{way.name}: {way.counts()} rows instead of {expected}")
    civico.check_act(sum(expected))
    box = "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e), n, srid FROM" \
        " (SELECT ST_Extent({0}) AS e, count({0}) AS n, min(ST_SRID({0})) AS srid FROM {1}) AS f"
    one = installation.sql(box.format("geom", "addresses"), rivals.DATABASE)[0]
    other = installation.sql(box.format("point", "civico.address"))[0]
    if one[4:] != other[4:]:
        raise Failed(f"points and reference system: {one[4:]} and {other[4:]}")
    apart_m = max(abs(float(a) - float(b)) for a, b in zip(one[:4], other[:4]))
    if apart_m > BOX_M:
        raise Failed(f"the boxes are {apart_m:.2f} m apart")
    return apart_m


def peaks(found):
    return ", ".join(f"{name} {peak_mb:.0f}" for name, peak_mb in sorted(found.items()) if name != "sh")


def print_deliveries(took, seen, apart_m, server):
    streets, addresses = rows(OLD_STREETS), rows(OLD_ADDRESSES)
    print(f"\nMilan's register of 2018: {streets} streets and {addresses} numbers, the same in all tables; one act;"
          f" boxes {apart_m:.2f} m apart\n")
    own = median([one.wall_s for one in took[Civico.name]])
    lines = []
    for name in (Copy.name, Ogr2ogr.name, Civico.name):
        wall, client, database = ([getattr(one, part) for one in took[name]] for part in
                                  ("wall_s", "client_s", "database_s"))
        lines.append([
            name, spread(wall), f"{(streets + addresses) / median(wall):.0f}", f"{own / median(wall):.2f}",
            f"{median(client):.1f}", f"{median(database):.1f}", peaks(seen[name]),
        ])
    table(["first delivery", "seconds: median (range)", "rows/s", "civico to this", "programs' CPU s",
           "PostgreSQL's CPU s", "peak resident MB"], lines)
    served = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{server.pid}/status").read_text())
    print(f"\ncivico serve, meanwhile: {int(served[1]) / 1024:.0f} MB. Of PostgreSQL the largest process; shared"
          " buffers that it touched count in it.\n")
