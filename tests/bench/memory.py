"""memory: five million points, the peak memory of each program."""

import re
from pathlib import Path

from installation import Installation
from million import points
from report import main, postgres, table
from rivals import CivicoImport, Ogr2ogr, compare, run
from watch import Watch

COUNT = 5_000_000
LIMIT_MB = 300


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
