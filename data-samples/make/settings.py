"""What is made: the ten comuni, their form, and how each of them delivers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

SEED = "civico-1"
DATE = "2024-01-01"
TIMESTAMP = f"{DATE}T00:00:00.000Z"
WORK_CRS = "EPSG:7791"

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "files"

NUMBERS_BASE = 200
NUMBERS_PER_INHABITANT = 0.104


@dataclass(frozen=True)
class Delivery:
    """How one file is handed over: format and coordinate system."""

    format: str  # shp, gpkg, csv, geojson, geojson.gz
    crs: str = "EPSG:4326"
    declares_encoding: bool = True  # shp only: language byte in the .dbf header


@dataclass(frozen=True)
class Comune:
    """One of the ten comuni with samples."""

    istat: str
    slug: str
    cap: str  # empty where we are not certain of the postcode
    first_code: int
    code_step: int
    radials: int
    hamlets: int
    streets: Delivery
    addresses: Delivery
    schools: Delivery
    parks: Delivery
    zoning: Delivery
    parcels: Delivery | None = None
    special_streets: tuple[tuple[str, str], ...] = ()
    faults: frozenset[str] = field(default_factory=frozenset)  # see README, "Deliberate faults"
    crlf: bool = False


SHP = Delivery("shp", "EPSG:3003")
SHP_SILENT = Delivery("shp", "EPSG:3003", declares_encoding=False)
GPKG_6707 = Delivery("gpkg", "EPSG:6707")
GPKG_7791 = Delivery("gpkg", "EPSG:7791")
CSV_3003 = Delivery("csv", "EPSG:3003")
CSV_32632 = Delivery("csv", "EPSG:32632")
CSV_7791 = Delivery("csv", "EPSG:7791")
GEOJSON = Delivery("geojson")
GEOJSON_GZ = Delivery("geojson.gz")

COMUNI: tuple[Comune, ...] = (
    Comune("015209", "sesto-san-giovanni", "20099", 1001, 1, 7, 0,
           SHP, CSV_3003, CSV_3003, GEOJSON, GPKG_7791, crlf=True),
    Comune("015077", "cinisello-balsamo", "20092", 10, 10, 7, 0,
           GPKG_6707, CSV_32632, GEOJSON, SHP, GEOJSON_GZ),
    Comune("015118", "legnano", "20025", 1, 1, 7, 1,
           GPKG_7791, CSV_7791, GPKG_7791, GEOJSON_GZ, SHP),
    Comune("015182", "rho", "20017", 5000, 5, 7, 2,
           GEOJSON_GZ, CSV_32632, CSV_32632, GPKG_6707, GEOJSON_GZ,
           faults=frozenset({"orphan-addresses"}), crlf=True),
    Comune("015205", "segrate", "", 100, 1, 6, 3,
           GPKG_7791, GPKG_7791, SHP, GPKG_7791, GEOJSON),
    Comune("015002", "abbiategrasso", "20081", 1, 1, 6, 3,
           SHP_SILENT, CSV_3003, GEOJSON, SHP, GPKG_6707,
           special_streets=(("Alzaia", "Naviglio Grande"),)),
    Comune("015140", "melegnano", "20077", 2001, 1, 5, 0,
           GPKG_6707, GPKG_6707, CSV_7791, GEOJSON, SHP, parcels=SHP),
    Comune("015251", "vermezzo-con-zelo", "", 10, 5, 4, 1,
           GEOJSON, CSV_7791, GEOJSON, GEOJSON, GPKG_7791,
           special_streets=(("Alzaia", "Naviglio di Bereguardo"),)),
    Comune("015015", "basiglio", "", 301, 1, 4, 1,
           GEOJSON_GZ, CSV_32632, GPKG_6707, GEOJSON, GEOJSON, parcels=GPKG_6707,
           faults=frozenset({"bow-ties"})),
    Comune("015155", "nosate", "20020", 1, 1, 3, 0,
           SHP, CSV_3003, CSV_3003, SHP, GEOJSON, parcels=GEOJSON),
)
