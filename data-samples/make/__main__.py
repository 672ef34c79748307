"""Makes every sample: `python3 -m make` in the folder data-samples."""

from __future__ import annotations

import shutil

import geopandas as gpd
from shapely import Point

from . import comuni, deliver, settings, town
from .addresses import Address
from .manifest import Books
from .streets import Street
from .town import Samples

# attribute of Samples and of Comune -> name, titles, theme
DATASETS = {
    "schools": ("scuole", ("Scuole", "Schools"), "istruzione"),
    "parks": ("parchi", ("Parchi e giardini", "Parks and gardens"), "ambiente"),
    "zoning": ("zonizzazione", ("Zone del piano di governo del territorio", "Zones of the town plan"), "territorio"),
    "parcels": ("particelle", ("Particelle catastali", "Cadastral parcels"), "territorio"),
}


def street_table(streets: list[Street]) -> gpd.GeoDataFrame:
    """Return streets in the layout that the import calls generic."""
    rows = [{"COD_VIA": s.code, "DUG": s.dug, "DUF": s.duf, "LOCALITA": s.locality,
             "STATO": s.state, "geometry": s.line} for s in streets]
    return gpd.GeoDataFrame(rows, crs=settings.WORK_CRS)


def address_table(addresses: list[Address]) -> gpd.GeoDataFrame:
    """Return addresses in the layout that the import calls generic."""
    rows = [{"COD_VIA": a.code, "NUMERO": a.number, "ESPONENTE": a.exponent, "CAP": a.cap,
             "STATO": a.state, "geometry": Point(a.x, a.y)} for a in addresses]
    return gpd.GeoDataFrame(rows, crs=settings.WORK_CRS)


def hand_over(samples: Samples, books: Books) -> None:
    """Write all files of a comune and note them."""
    comune = samples.comune
    folder = settings.FILES / comune.slug

    def put(table: gpd.GeoDataFrame, delivery: settings.Delivery, name: str) -> str:
        path = deliver.write(table, delivery, folder, name, comune.crlf)
        relative = path.relative_to(settings.ROOT).as_posix()
        books.file(relative, len(table), delivery, int((~table.geometry.is_valid).sum()))
        return relative

    paths = (put(street_table(samples.streets), comune.streets, "strade"),
             put(address_table(samples.addresses), comune.addresses, "civici"))
    books.toponymy(comune.istat, paths, comune.addresses, samples.streets, samples.addresses)
    for attribute, (name, title, theme) in DATASETS.items():
        delivery = getattr(comune, attribute)
        if delivery is not None:
            path = put(getattr(samples, attribute), delivery, name)
            books.dataset(comune.istat, f"{comune.slug}.{name}", path, delivery, title, theme)


def main() -> None:
    """Make everything anew."""
    shutil.rmtree(settings.FILES, ignore_errors=True)
    books = Books()
    table = comuni.load()
    path = deliver.write(table, settings.GEOJSON_GZ, settings.FILES, "comuni")
    books.municipalities(path.relative_to(settings.ROOT).as_posix(), len(table))
    projected = table.to_crs(settings.WORK_CRS).set_index("istat_code", drop=False)
    for comune in settings.COMUNI:
        samples = town.make(comune, projected.loc[comune.istat])
        hand_over(samples, books)
        print(f"{samples.name}: {len(samples.streets)} streets, {len(samples.addresses)} numbers")
    books.save()


if __name__ == "__main__":
    main()
