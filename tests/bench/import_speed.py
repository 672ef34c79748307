"""import: one million points, `civico import` beside `ogr2ogr` into the same PostgreSQL."""

from installation import Installation
from million import points
from report import first_line, main, median, postgres, repeats, spread, table
from rivals import CivicoImport, Ogr2ogr, compare, run

COUNT = 1_000_000


def benchmark():
    path = points(COUNT)
    installation = Installation()
    installation.load_register()
    with installation.serve():
        postgres(installation)
        print(f"{first_line('ogr2ogr', '--version')}; {path.name}: {path.stat().st_size / 1e6:.0f} MB")
        rivals = [
            Ogr2ogr(installation),
            Ogr2ogr(installation, whole=True),
            Ogr2ogr(installation, whole=True, index_after=True),
            CivicoImport(installation),
        ]
        took = {rival.name: [] for rival in rivals}
        apart_m = 0.0
        for _ in range(repeats(5)):
            found = []
            for rival in rivals:
                rival.clear()
                took[rival.name].append(run(rival, path))
                found.append(rival.facts())
                rival.clear()
            apart_m = max(apart_m, compare(COUNT, *found))
    print(f"every time {COUNT} rows, one spatial index, EPSG:7791; boxes at most {apart_m:.4f} m apart\n")
    own = median([one.wall_s for one in took[CivicoImport.name]])
    head = ["import of a million points", "seconds: median (range)", "civico to this", "programs' CPU s", "PostgreSQL's CPU s"]
    table(head, [row(name, runs, own) for name, runs in took.items()])


def row(name, runs, own_s):
    wall, client, database = ([getattr(one, part) for one in runs] for part in ("wall_s", "client_s", "database_s"))
    return [name, spread(wall), f"{own_s / median(wall):.2f}", f"{median(client):.1f}", f"{median(database):.1f}"]


main("import", benchmark)
