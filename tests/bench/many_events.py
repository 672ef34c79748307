"""A register with very many events, written as rows into an installation that does not run."""

import contextlib
import shutil
import signal
import time
from pathlib import Path

import cluster
from installation import COMUNI, WORK, Failed, Installation, free_port, start, stop

# Events of an act; those written in one transaction.
PER_ACT, ACTS_AT_ONCE = 1000, 500
# Events with their indexes and the log; what PostgreSQL needs beside: its own log, sorting.
BYTES_OF_EVENT, BYTES_BESIDE = 1400, 5_000_000_000
SETTINGS = {
    "max_wal_size": "2GB", "maintenance_work_mem": "1GB", "synchronous_commit": "off", "autovacuum": "off",
    "log_min_messages": "error",
}
TABLES = ("register_event", "change_log")


def need_space(events):
    need, there = events * BYTES_OF_EVENT + BYTES_BESIDE, shutil.disk_usage(WORK).free
    if there < need:
        raise Failed(f"{events} events need {need / 1e9:.0f} GB in {WORK.parent}, there are {there / 1e9:.0f}: "
                     "set TMPDIR, or take fewer (--events)")


@contextlib.contextmanager
def database_alone(installation):
    """Runs the private PostgreSQL without Civico, with settings for writing much."""
    data = installation.folder / "postgres" / "data"
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with open(WORK / "postgres.log", "ab") as log:
        process = start([cluster.programs() / "postgres", "-D", data, "-p", str(free_port()), *settings],
                        stdout=log, stderr=log, **cluster.as_postgres())
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(Failed, OSError, IndexError):
                installation.sql("SELECT 1")
                break
            if process.poll() is not None or time.monotonic() > until:
                raise Failed(f"PostgreSQL does not start:\n{(WORK / 'postgres.log').read_text()[-2000:]}")
            time.sleep(0.1)
        yield
    finally:
        # A fast shutdown; what was written has to reach the disk.
        process.send_signal(signal.SIGINT)
        stop(process, limit_s=600)


def indexes(installation):
    """Name and definition of the indexes that are no keys."""
    names = ", ".join(f"'civico.{name}'::regclass" for name in TABLES)
    return installation.sql(
        "SELECT i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        f" WHERE i.indrelid IN ({names}) AND NOT i.indisprimary ORDER BY 1"
    )


def fill(installation, events):
    """Writes the events; returns the number of the first."""
    installation.sql((Path(__file__).parent / "register" / "events.sql").read_text())
    known = indexes(installation)
    for name, _ in known:
        installation.sql(f"DROP INDEX {name}")
    first_seq = 1 + int(installation.sql("SELECT max(seq) FROM civico.change_log")[0][0])
    acts = events // PER_ACT
    for first in range(1, acts + 1, ACTS_AT_ONCE):
        # Foreign keys hold by the way the rows are made; looking each up would take most of the time.
        installation.sql("SET session_replication_role = replica; SELECT bench.fill"
                         f"({first}, {min(first + ACTS_AT_ONCE - 1, acts)}, {PER_ACT}, {first_seq - 1})")
    for _, definition in known:
        installation.sql(definition, limit_s=1800)
    installation.sql("DROP SCHEMA bench CASCADE")
    if indexes(installation) != known:
        raise Failed("the indexes are not what they were")
    for name in ("register_act", *TABLES):
        # So that no vacuum begins while time counts.
        installation.sql(f"VACUUM (ANALYZE) civico.{name}", limit_s=1800)
    check(installation, events, first_seq)
    return first_seq


def check(installation, events, first_seq):
    """Fails unless so many events were written, each with its number."""
    facts = installation.sql(
        "SELECT (SELECT count(*) FROM civico.register_event),"
        " (SELECT count(*) FROM civico.change_log WHERE act IS NOT NULL), (SELECT max(seq) FROM civico.change_log)"
    )[0]
    written, numbered, last = map(int, facts)
    if written != numbered or last != first_seq + events - 1:
        raise Failed(f"{written} events, {numbered} of them numbered, the last {last}")


@contextlib.contextmanager
def filled(events):
    """An installation with so many events, and the number of the first; removed afterwards."""
    installation = Installation(name="many-events")
    installation.run("toponymy", "import", "--format", "municipalities", str(COMUNI))
    began = time.monotonic()
    with database_alone(installation):
        first_seq = fill(installation, events)
        sizes = installation.sql("SELECT pg_size_pretty(sum(pg_total_relation_size('civico.' || name)))"
                                 f" FROM unnest('{{{','.join(TABLES)}}}'::text[]) AS name")[0][0]
    print(f"{events} events in {events // PER_ACT} acts, {sizes} with indexes, written in"
          f" {time.monotonic() - began:.0f} s")
    yield installation, first_seq
    shutil.rmtree(installation.folder)
