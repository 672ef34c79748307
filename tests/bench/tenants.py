"""Ways to keep the polygons of enti apart, each with its table, its query and its connection."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from installation import Failed
from libpq import Connection, parameters

SQL = Path(__file__).with_name("isolation")
BOX = "ST_MakeEnvelope($1::float8, $2::float8, $3::float8, $4::float8, 7791)"
COLUMNS = "id, label, geom"
PLAIN = f"SELECT {COLUMNS} FROM {{table}} WHERE geom && {BOX}"
LIST = f"SELECT {COLUMNS} FROM {{table}} WHERE cell = ANY($5::bigint[]) AND geom && {BOX}"
# OFFSET 0 keeps the planner from reading the ente's rows whole and comparing ranges afterwards.
RANGES = f"""SELECT found.* FROM unnest($5::bigint[], $6::bigint[]) AS range (low, high), LATERAL (
    SELECT {COLUMNS} FROM {{table}} WHERE cell BETWEEN range.low AND range.high AND geom && {BOX} OFFSET 0
) AS found"""
BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY{role}; SET LOCAL statement_timeout = 10000"
CELL = ", cell bigint GENERATED ALWAYS AS (civico.spatial_cell(geom)) STORED"


@dataclass
class Window:
    """A window of an ente with the parameters that the ways to ask need."""

    kind: str
    ente: str
    ids: list
    plain: object
    cells: object
    ranges: object
    counts: tuple


@dataclass
class Way:
    """`table` may name the ente; `role` says that the transaction runs under the ente's role."""

    name: str
    connection: Connection
    table: str
    query: str = PLAIN
    role: bool = True
    parameters: str = "plain"
    query_us: dict = field(default_factory=dict)
    transaction_us: dict = field(default_factory=dict)

    def prepare(self, enti):
        tables = {ente: self.table.format(ente=ente) for ente in enti}
        self.names = {ente: table.encode() for ente, table in tables.items()}
        self.begins = {
            ente: BEGIN.format(role=f"; SET LOCAL ROLE ente_{ente}" if self.role else "").encode() for ente in enti
        }
        # Under the role: names are looked up when a statement is prepared.
        for table, ente in {table: ente for ente, table in tables.items()}.items():
            self.connection.run(self.begins[ente])
            self.connection.prepare(table, self.query.format(table=table))
            self.connection.run(b"COMMIT")

    def ask(self, window, kind=None):
        """Asks once in a transaction. Without a kind it compares the rows, with one it notes the times
        and only counts them: what the client does in between counts in what comes next."""
        begin, name, values = self.begins[window.ente], self.names[window.ente], getattr(window, self.parameters)
        began = time.perf_counter()
        self.connection.run(begin)
        asked = time.perf_counter()
        result = self.connection.execute(name, values)
        answered = time.perf_counter()
        self.connection.run(b"COMMIT")
        ended = time.perf_counter()
        found = self.connection.count(result) if kind else self.connection.ids(result)
        if found != (len(window.ids) if kind else window.ids):
            raise Failed(f"{self.name}: a window ({window.kind}) of ente {window.ente} returns other rows than it holds")
        if kind:
            self.query_us.setdefault(kind, []).append((answered - asked) * 1e6)
            self.transaction_us.setdefault(kind, []).append((ended - began) * 1e6)

    def plan(self, window):
        """The plan that the prepared statement has by now, executed as the ente's role."""
        values = ", ".join(f"'{value.decode()}'" for value in getattr(window, self.parameters))
        self.connection.run(self.begins[window.ente])
        name = self.names[window.ente].decode()
        lines = self.connection.sql(f'EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) EXECUTE "{name}" ({values})')
        self.connection.run(b"COMMIT")
        return [line for line, in lines]


def script(connection, name):
    connection.sql((SQL / name).read_text())


def make_shared(connection, table, index, more=""):
    """Makes a table of all enti with a policy and its indexes; returns their seconds and megabytes."""
    name = f"shared.{table}"
    connection.sql(f"CREATE TABLE {name} (LIKE bench.parcel{more})")
    connection.sql(f"INSERT INTO {name} SELECT * FROM bench.parcel ORDER BY id")
    began = time.monotonic()
    for one in index:
        connection.sql(f"CREATE INDEX ON {name} {one}")
    took_s = time.monotonic() - began
    # FORCE: the owner is bound too.
    connection.sql(
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY own ON {name} USING (ente = (SELECT civico.acting_ente()));"
        f"GRANT SELECT ON {name} TO PUBLIC"
    )
    size = connection.sql(f"SELECT pg_indexes_size('{name}') / 1e6")[0][0]
    return [" and ".join(index), f"{took_s:.1f}", f"{float(size):.0f}"]


def windows(connection):
    """The windows chosen, with the ids of their rows found without any of the ways."""
    rows = connection.sql(
        """SELECT kind, ente, ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box),
            (SELECT string_agg(encode(int8send(id), 'hex'), ' ' ORDER BY id) FROM bench.parcel AS p
                WHERE p.ente = c.ente AND geom && box),
            (SELECT array_agg(low) FROM civico.spatial_ranges(box)),
            (SELECT array_agg(high) FROM civico.spatial_ranges(box)),
            (SELECT array_agg(n) FROM civico.spatial_ranges(box), generate_series(low, high) AS n)
        FROM bench.chosen AS c ORDER BY kind, ente, box::text"""
    )
    return [
        Window(
            kind, ente, [bytes.fromhex(one) for one in ids.split()], parameters(box), parameters([*box, cells]),
            parameters([*box, low, high]), (low.count(",") + 1, cells.count(",") + 1),
        )
        for kind, ente, *box, ids, low, high, cells in rows
    ]
