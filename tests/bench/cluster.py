"""A throwaway PostgreSQL, set up like Civico's private one but without Civico."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from installation import WORK, Failed, free_port, start, stop
from libpq import Connection

# Those of `private_cluster.rs`, but all is in memory and nothing has to outlive the benchmark.
SETTINGS = {
    "listen_addresses": "", "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "4GB",
    "shared_buffers": "1GB", "maintenance_work_mem": "256MB", "random_page_cost": "1.1", "jit": "off",
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
}


class Cluster:
    """PostgreSQL in a folder of its own, reached by a socket in it."""

    def __init__(self):
        # run.sh stops what it finds in such a folder.
        self.folder = WORK / "throwaway" / "postgres"
        self.port = free_port()

    def connect(self, user="postgres", database="postgres"):
        return Connection(f"host={self.folder} port={self.port} user={user} dbname={database} connect_timeout=5")

    @contextlib.contextmanager
    def serve(self):
        """Runs while the block does."""
        self.folder.mkdir(parents=True)
        options = as_postgres()
        if os.geteuid() == 0:
            subprocess.run(["chown", "postgres:postgres", str(self.folder)], check=True, timeout=10)
        self.folder.chmod(0o700)
        data = self.folder / "data"
        with open(WORK / "postgres.log", "wb") as log:
            made = [programs() / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                    "--locale=C.UTF-8", "-N"]
            subprocess.run(made, stdout=log, stderr=log, check=True, timeout=120, **options)
            settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
            process = start([programs() / "postgres", "-D", data, "-p", str(self.port), "-k", self.folder, *settings],
                            stdout=log, stderr=log, **options)
        try:
            self.wait_until_ready(process)
            yield self
        finally:
            # A fast shutdown: connections may still be open.
            process.send_signal(signal.SIGINT)
            stop(process)

    def wait_until_ready(self, process, limit_s=60):
        until = time.monotonic() + limit_s
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(Failed):
                self.connect().close()
                return
            time.sleep(0.05)
        raise Failed(f"PostgreSQL does not start:\n{(WORK / 'postgres.log').read_text()[-2000:]}")


def as_postgres():
    """How PostgreSQL's programs are started: not by root, and where their user may be."""
    options = {"cwd": "/", "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
    if os.geteuid() == 0:
        options.update(user="postgres", group="postgres", extra_groups=[])
    return options


def programs():
    for version in (17, 16, 15):
        folder = Path(f"/usr/lib/postgresql/{version}/bin")
        if (folder / "postgres").is_file():
            return folder
    raise Failed("PostgreSQL is missing (Debian: postgresql-15 postgresql-15-postgis-3)")
