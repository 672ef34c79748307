"""The same file into the same PostgreSQL: by `civico import` and by `ogr2ogr`."""

import resource
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass

import processor
from installation import WORK, Failed, start

# The rival works in a database of its own in the same cluster.
DATABASE = "rival"
SRID = 7791
# How far the boxes may differ: the operation between EPSG:32632 and EPSG:7791 is good to a metre.
BOX_M = 1.0
LIMIT_S = 1800


class Ogr2ogr:
    """`ogr2ogr` with COPY and a spatial index.

    `whole` sends everything in one transaction, which spares PostgreSQL the log of a new table;
    `index_after` makes the index when the rows are there, which `ogr2ogr` does not do by itself.
    """

    relation = "public.points"

    def __init__(self, installation, whole=False, index_after=False):
        self.installation = installation
        self.name = "ogr2ogr" + " -gt unlimited" * whole + ", then CREATE INDEX" * index_after
        self.whole, self.index_after = whole, index_after
        if not installation.sql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
            installation.sql(f"CREATE DATABASE {DATABASE}")
            installation.sql("CREATE EXTENSION postgis", DATABASE)

    def command(self, path):
        # Everything but the name of the database comes by the environment of libpq.
        command = [
            "ogr2ogr", "-f", "PostgreSQL", f"PG:dbname={DATABASE}", str(path), "--config", "PG_USE_COPY", "YES",
            "-t_srs", f"EPSG:{SRID}", "-nln", self.relation, "-lco", "GEOMETRY_NAME=geom", "-lco", "FID=fid",
            "-lco", f"SPATIAL_INDEX={'NONE' if self.index_after else 'GIST'}",
        ]
        command += ["-gt", "unlimited"] if self.whole else []
        if not self.index_after:
            return command
        index = ["psql", "-Xq", "-d", DATABASE, "-c", f"CREATE INDEX ON {self.relation} USING gist (geom)"]
        return ["sh", "-ec", f"{shlex.join(command)}; {shlex.join(index)}"]

    def start(self, path):
        return start(self.command(path), env=self.installation.postgres_environment(), stderr=subprocess.PIPE, text=True)

    def facts(self):
        return facts(self.installation, DATABASE, self.relation)

    def clear(self):
        self.installation.sql(f"DROP TABLE IF EXISTS {self.relation}", DATABASE)


class CivicoImport:
    """`civico import` into a database that is initialised and served."""

    name = "civico import"

    def __init__(self, installation):
        self.installation = installation

    def start(self, path):
        return self.installation.start(
            "import", str(path), "--dataset", "punti", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def found(self):
        """The table and the version of what was imported last."""
        return self.installation.sql(
            "SELECT format('%I.%I', v.relation_schema, v.relation_name), v.version FROM civico.dataset d"
            " JOIN civico.dataset_version v ON v.collection = d.collection AND v.version = d.current_version"
            " WHERE d.collection = 'cm-milano.punti'"
        )

    def facts(self):
        return facts(self.installation, "civico", self.found()[0][0])

    def clear(self):
        """Withdraws the version and forgets the original, so that the next import does it all again."""
        for _, version in self.found():
            self.installation.run("dataset", "withdraw", "cm-milano.punti", version, "--reason", "benchmark")
        shutil.rmtree(self.installation.folder / "originals", ignore_errors=True)


def facts(installation, database, relation):
    """Number of rows, their box, and how many tables' indexes cover the geometry."""
    count, *box = installation.sql(
        "SELECT e.count, ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box), ST_YMax(e.box)"
        f" FROM (SELECT count(geom), ST_Extent(geom) AS box FROM {relation}) AS e", database
    )[0]
    indexes = installation.sql(
        f"SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
        f" WHERE i.indrelid = '{relation}'::regclass AND a.amname = 'gist'", database
    )[0][0]
    srid = installation.sql(f"SELECT ST_SRID(geom) FROM {relation} LIMIT 1", database)[0][0]
    return int(count), [float(side) for side in box], int(indexes), int(srid)


def compare(count, *of):
    """Fails unless all have so many rows, one spatial index, the wanted system and the same box."""
    first = of[0]
    for rows, box, indexes, srid in of:
        if (rows, indexes, srid) != (count, 1, SRID):
            raise Failed(f"{rows} rows, {indexes} spatial indexes, EPSG:{srid} instead of {count}, 1, EPSG:{SRID}")
        apart = max(abs(one - other) for one, other in zip(box, first[1]))
        if apart > BOX_M:
            raise Failed(f"the boxes are {apart:.2f} m apart")
    return max(max(abs(one - other) for one, other in zip(box, first[1])) for _, box, _, _ in of)


@dataclass
class Took:
    """What a run took: seconds on the clock, processor time of the programs and of PostgreSQL."""

    wall_s: float
    client_s: float
    database_s: float


def run(rival, path, watch=None):
    """Runs a rival to its end and returns what it took. `watch` is told the process."""
    # What earlier runs left to be written must not be paid by this one.
    rival.installation.sql("CHECKPOINT")
    postmaster, _ = rival.installation.postmaster()
    database_s, client_s = processor.of_cluster(postmaster), processor.of_programs()
    began = time.monotonic()
    process = rival.start(path)
    watching = watch(process) if watch else None
    try:
        _, complaint = process.communicate(timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise Failed(f"{rival.name} took more than {LIMIT_S} s") from None
    took_s = time.monotonic() - began
    if watching:
        watching.end()
    if process.returncode != 0:
        raise Failed(f"{rival.name}: {complaint.strip()} (see {WORK / 'civico.log'})")
    return Took(took_s, processor.of_programs() - client_s, processor.of_cluster(postmaster) - database_s)
