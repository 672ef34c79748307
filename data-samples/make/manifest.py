"""Writes manifest.toml (what to import, in order) and expectations.toml (what must come out)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from . import settings
from .addresses import Address
from .settings import Delivery
from .streets import CURRENT, PROPOSED, RETIRED, Street

SYNTHETIC = "Civico, synthetic sample data (CC0-1.0), no relation to real places"
ENGLISH_STATES = {"current": CURRENT, "proposed": PROPOSED, "retired": RETIRED}
TABLE_BEGIN, TABLE_END = "<!-- table begins -->", "<!-- table ends -->"
FORMATS = {"shp": "Shapefile (zip)", "gpkg": "GeoPackage", "csv": "CSV",
           "geojson": "GeoJSON", "geojson.gz": "GeoJSON (gzip)"}

# Comuni that were merged into one of the 133 keep their codes here, so that their data find an heir.
MERGED = [
    f'[[ente]]\ncode = "{slug}"\nslug = "{slug}"\nname = "{name}"\nkind = "comune"\n'
    f'cadastral_code = "{cadastral}"\nzone = "zona-magentino-abbiatense"\n'
    'valid_to = "2019-02-08"\nsuccessor = "015251"\n'
    for slug, name, cadastral in [
        ("vermezzo", "Vermezzo", "L768"), ("zelo-surrigone", "Zelo Surrigone", "M160")]
]


@dataclass
class Books:
    """Collects what was written, file by file."""

    manifest: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    registers: list[str] = field(default_factory=list)
    table: list[str] = field(default_factory=list)

    def municipalities(self, path: str, rows: int) -> None:
        """Note the file of the 133 comuni."""
        self.manifest.append(f'[municipalities]\nfile = "{path}"\n')
        self.manifest.extend(MERGED)
        self.file(path, rows, settings.GEOJSON_GZ)

    def file(self, path: str, rows: int, delivery: Delivery, invalid: int = 0) -> None:
        """Note a file and what it holds."""
        self.files.append(
            f'[[file]]\npath = "{path}"\nrows = {rows}\ncrs = "{delivery.crs}"\n'
            f'format = "{FORMATS[delivery.format]}"\ninvalid_geometries = {invalid}\n')
        self.table.append(f"| `{path}` | {rows} | {delivery.crs} | {FORMATS[delivery.format]} |")

    def toponymy(self, ente: str, paths: tuple[str, str], delivery: Delivery,
                 streets: list[Street], addresses: list[Address]) -> None:
        """Note the register of a comune: its two files and what they hold by state."""
        crs = f'crs = "{delivery.crs}"\n' if delivery.format == "csv" else ""
        self.manifest.append(
            f'[[toponymy]]\nformat = "generic"\nente = "{ente}"\nstreets = "{paths[0]}"\n'
            f'addresses = "{paths[1]}"\n{crs}')
        codes = {s.code for s in streets}
        known = [a for a in addresses if a.code in codes]
        self.registers.append(
            f'[[toponymy]]\nente = "{ente}"\nstreets = {_states(streets)}\naddresses = {_states(known)}\n'
            f"orphans = {len(addresses) - len(known)}\n")

    def dataset(self, ente: str, identifier: str, path: str, delivery: Delivery,
                title: tuple[str, str], theme: str) -> None:
        """Note a dataset."""
        crs = f'crs = "{delivery.crs}"\n' if delivery.format == "csv" else ""
        self.manifest.append(
            f'[[dataset]]\nente = "{ente}"\nid = "{identifier}"\nfile = "{path}"\n{crs}'
            f"title = {{ it = {json.dumps(title[0])}, en = {json.dumps(title[1])} }}\n"
            f'theme = "{theme}"\nlicense = "CC0-1.0"\nattribution = "{SYNTHETIC}"\n')

    def save(self) -> None:
        """Write both files beside the folder of samples, and the table in the README."""
        first = "# Written by make/manifest.py: what to import, in this order.\n"
        second = ("# Written by make/manifest.py: what an import of manifest.toml must find.\n"
                  "# addresses count only rows whose street exists; orphans are the others.\n")
        (settings.ROOT / "manifest.toml").write_text("\n".join([first, *self.manifest]), encoding="utf-8")
        (settings.ROOT / "expectations.toml").write_text(
            "\n".join([second, *self.files, *self.registers]), encoding="utf-8")
        readme = settings.ROOT / "README.md"
        before, rest = readme.read_text(encoding="utf-8").split(TABLE_BEGIN)
        after = rest.split(TABLE_END)[1]
        table = "\n".join(["", "| file | rows | CRS | format |", "|---|---|---|---|", *self.table, ""])
        readme.write_text(f"{before}{TABLE_BEGIN}{table}{TABLE_END}{after}", encoding="utf-8")


def _states(rows: list[Street] | list[Address]) -> str:
    """Return an inline table of how many rows are in which state."""
    counted = Counter(row.state for row in rows)
    return "{ " + ", ".join(f"{word} = {counted[state]}" for word, state in ENGLISH_STATES.items()) + " }"
