"""A private installation of Civico in a folder of its own, and the programs that run in it."""

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

WORK = Path(os.environ["BENCH_WORK"])
PROGRAMS = Path(os.environ["BENCH_PROGRAMS"])
KEPT = Path(os.environ["BENCH_KEPT"])
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
COMUNI = ROOT / "data-samples" / "files" / "comuni.geojson.gz"
STREETS = SHARED / "stradario" / "milano_viario_20200302.csv.gz"
ADDRESSES = SHARED / "civici" / "milano_civici_20200302_senza_m9.csv.gz"
OLD_STREETS = SHARED / "stradario" / "milano_viario_20181001.csv.gz"
OLD_ADDRESSES = SHARED / "civici" / "milano_civici_20181001_senza_m9.csv.gz"


class Failed(Exception):
    """A program failed or a result is wrong."""


def need_register(*more):
    """Fails when Milan's register, or an older release of it, is not where it should be."""
    for path in (STREETS, ADDRESSES, *more):
        if not path.is_file():
            raise Failed(f"{path} is missing: the benchmarks need Milan's register in ../shared/data")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def since(process_id):
    """When a process started, in clock ticks (proc(5), stat, field 22)."""
    return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[19]


def start(arguments, **options):
    """Starts a program and notes it, so that run.sh stops it whatever happens."""
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, **options)
    with open(WORK / "started", "a") as started:
        started.write(f"{process.pid} {since(process.pid)}\n")
    return process


def stop(process, limit_s=30):
    process.terminate()
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise Failed(f"{process.args[0]} did not stop within {limit_s} s") from None


def ask(url, body=None, headers=None, limit_s=30):
    """Asks by GET, or by POST where there is a body; returns status, headers and bytes."""
    data = None if body is None else json.dumps(body).encode()
    sent = {"Content-Type": "application/json"} if data else {}
    request = urllib.request.Request(url, data=data, headers={**sent, **(headers or {})})
    with urllib.request.urlopen(request, timeout=limit_s) as answer:
        return answer.status, dict(answer.headers.items()), answer.read()


class Installation:
    """Civico with its private PostgreSQL in a folder below `WORK`."""

    def __init__(self, settings=None, name="data"):
        self.settings = settings or {}
        self.folder = WORK / name
        self.folder.mkdir(exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def environment(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CIVICO_") and k != "DATABASE_URL"}
        own = {
            "CIVICO_DATA_FOLDER": str(self.folder),
            "CIVICO_SERVER__LISTEN": f"127.0.0.1:{self.port}",
            "CIVICO_LANGUAGE": "en",
            # One client asks as fast as it can: what is measured is the server, not its limits.
            "CIVICO_LIMITS__REQUESTS_PER_SECOND": "0",
            "CIVICO_LIMITS__MEGABYTES_PER_MINUTE": "0",
        }
        return {**kept, **own, **self.settings}

    def start(self, *arguments, **options):
        """Starts a command of `civico`; a civico.toml in the repository has no part in it."""
        return start([PROGRAMS / "civico", *arguments], env=self.environment(), cwd=WORK, **options)

    def run(self, *arguments, limit_s=600):
        """Runs a command of `civico` to its end and returns the seconds it took."""
        began = time.monotonic()
        with open(WORK / "civico.log", "ab") as log:
            process = self.start(*arguments, stdout=log, stderr=log)
            try:
                code = process.wait(limit_s)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Failed(f"civico {arguments[0]} took more than {limit_s} s") from None
        if code != 0:
            raise Failed(f"civico {arguments[0]} failed:\n{(WORK / 'civico.log').read_text()[-2000:]}")
        return time.monotonic() - began

    def load_register(self):
        """Loads the comuni and Milan's register, once."""
        if (WORK / "loaded").exists():
            return
        need_register()
        self.run("toponymy", "import", "--format", "municipalities", str(COMUNI))
        self.run("toponymy", "import", "--format", "milano", str(STREETS), str(ADDRESSES))
        (WORK / "loaded").touch()

    @contextlib.contextmanager
    def serve(self):
        """Serves while the block runs; the private PostgreSQL runs as long."""
        with open(WORK / "civico.log", "ab") as log:
            process = self.start("serve", stdout=log, stderr=log)
        try:
            self.wait_until_ready(process)
            yield process
        finally:
            stop(process)

    def wait_until_ready(self, process, limit_s=120):
        until = time.monotonic() + limit_s
        while time.monotonic() < until:
            if process.poll() is not None:
                raise Failed(f"civico serve ended:\n{(WORK / 'civico.log').read_text()[-2000:]}")
            with contextlib.suppress(OSError):
                ask(f"{self.url}/status")
                return
            time.sleep(0.02)
        raise Failed(f"civico serve is not ready after {limit_s} s")

    def postmaster(self):
        """Process id and port of the private PostgreSQL, which must be running."""
        lines = (self.folder / "postgres/data/postmaster.pid").read_text().splitlines()
        return int(lines[0]), int(lines[3])

    def postgres_environment(self):
        """What libpq's programs need to work in the private PostgreSQL as its administrator."""
        password = (self.folder / "postgres.secrets").read_text().splitlines()[0]
        own = {"PGHOST": "127.0.0.1", "PGPORT": str(self.postmaster()[1]), "PGUSER": "civico_admin"}
        return {**os.environ, **own, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "5"}

    def sql(self, text, database="civico", limit_s=600):
        """Runs statements and returns the rows of the last as lists of texts."""
        command = ["psql", "-XAtq", "-F\t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", text]
        done = subprocess.run(
            command, env=self.postgres_environment(), capture_output=True, text=True, timeout=limit_s, check=False
        )
        if done.returncode != 0:
            raise Failed(f"psql: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]
