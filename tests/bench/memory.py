"""memory: five million points, the peak memory of each program."""

import re
import threading
from pathlib import Path

from installation import Installation
from million import points
from processor import children
from report import main, postgres, table
from rivals import CivicoImport, Ogr2ogr, compare, run

COUNT = 5_000_000
LIMIT_MB = 300
# The system keeps the peak; only what grows in the last moments of a process can be missed.
LOOK_EVERY_S = 0.02


class Watch(threading.Thread):
    """Reads the peak memory of a process, of its children and of PostgreSQL's, by program."""

    def __init__(self, process, postmaster):
        super().__init__(daemon=True)
        self.process, self.postmaster = process.pid, postmaster
        self.peak_mb, self.private_mb, self.over = {}, 0.0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(LOOK_EVERY_S):
            try:
                for process_id in (self.process, *children(self.process)):
                    self.note(process_id)
                for process_id in children(self.postmaster):
                    self.note(process_id, "postgres")
            except OSError:
                continue  # A process ended meanwhile.

    def note(self, process_id, name=None):
        status = Path(f"/proc/{process_id}/status").read_text()

        def megabytes(key):
            found = re.search(key + r":\s*(\d+) kB", status)
            return int(found[1]) / 1024 if found else 0.0

        name = name or re.search(r"Name:\s*(\S+)", status)[1]
        self.peak_mb[name] = max(self.peak_mb.get(name, 0.0), megabytes("VmHWM"))
        if name == "postgres":
            self.private_mb = max(self.private_mb, megabytes("RssAnon"))

    def end(self):
        self.over.set()
        self.join()


def benchmark():
    path = points(COUNT)
    installation = Installation()
    installation.load_register()
    rows, found = [], []
    with installation.serve() as server:
        postgres(installation)
        print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
        for rival in (Ogr2ogr(installation, whole=True), CivicoImport(installation)):
            rival.clear()
            watches = []

            def watch(process):
                watches.append(Watch(process, installation.postmaster()[0]))
                return watches[-1]

            took = run(rival, path, watch)
            found.append(rival.facts())
            rival.clear()
            seen = watches[0]
            for name, peak_mb in sorted(seen.peak_mb.items()):
                own = name.startswith("civico")
                verdict = ("kept" if peak_mb <= LIMIT_MB else "MISSED") if own else ""
                more = f", {seen.private_mb:.0f} of them its own" if name == "postgres" else ""
                rows.append([rival.name, f"{took.wall_s:.1f}", name, f"{peak_mb:.0f}{more}", verdict])
        served = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{server.pid}/status").read_text())
        rows.append(["civico serve, meanwhile", "", "civico", f"{int(served[1]) / 1024:.0f}", ""])
    apart_m = compare(COUNT, *found)
    print(f"both {COUNT} rows, one spatial index, EPSG:7791; boxes {apart_m:.4f} m apart\n")
    table(["run", "seconds", "process", "peak resident MB", f"limit {LIMIT_MB} MB"], rows)
    print("\nOf PostgreSQL the largest process; shared buffers that it touched count in it.")


main("memory", benchmark)
