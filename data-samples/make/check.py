"""Reads the samples back and compares them with what is promised: `python3 -m make.check`."""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer

from . import deliver, settings
from .streets import CURRENT, PROPOSED, RETIRED

MAX_BYTES = 8_000_000
INSIDE_M = 0.5


def read(path: Path, crs: str) -> gpd.GeoDataFrame:
    """Read any of the sample files; `crs` is used where the file does not say."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter=";"))
        x, y = (np.array([float(r[axis].replace(",", ".")) for r in rows]) for axis in "XY")
        return gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(x, y), crs=crs)
    source = f"/vsigzip/{path}" if path.suffix == ".gz" else path
    encoding = "ISO-8859-1" if path.suffix == ".zip" else None
    return gpd.read_file(source, engine="pyogrio", encoding=encoding)


def to_work(table: gpd.GeoDataFrame, crs: str) -> np.ndarray:
    """Return geometries in the working system; Monte Mario by the same operation as written."""
    if crs == "EPSG:3003":
        transformer = Transformer.from_pipeline(deliver.TO_MONTE_MARIO)
        direction = "INVERSE"
    else:
        transformer, direction = Transformer.from_crs(crs, settings.WORK_CRS, always_xy=True), "FORWARD"
    return shapely.transform(
        table.geometry.values,
        lambda p: np.column_stack(transformer.transform(p[:, 0], p[:, 1], direction=direction)))


def check_file(entry: dict, boundaries: gpd.GeoSeries) -> list[str]:
    """Return what is wrong with one file."""
    path = settings.ROOT / entry["path"]
    table = read(path, entry["crs"])
    wrong = []
    if len(table) != entry["rows"]:
        wrong.append(f"{len(table)} rows instead of {entry['rows']}")
    if CRS(table.crs).to_epsg(min_confidence=20) != CRS(entry["crs"]).to_epsg():
        wrong.append(f"CRS {table.crs} instead of {entry['crs']}")
    invalid = int((~table.geometry.is_valid).sum())
    if invalid != entry["invalid_geometries"]:
        wrong.append(f"{invalid} invalid geometries instead of {entry['invalid_geometries']}")
    if table.geometry.is_empty.any() or table.geometry.isna().any():
        wrong.append("empty geometries")
    if path.parent.name in boundaries:
        room = boundaries[path.parent.name].buffer(INSIDE_M)
        outside = int((~shapely.covers(room, to_work(table, entry["crs"]))).sum())
        if outside:
            wrong.append(f"{outside} geometries outside the comune")
    return [f"{entry['path']}: {text}" for text in wrong]


def _counts(states: list[str]) -> dict[str, int]:
    """Return how many rows are in which state, with the English words of the expectations."""
    counted = Counter(states)
    return {"current": counted[CURRENT], "proposed": counted[PROPOSED], "retired": counted[RETIRED]}


def check_register(entry: dict, expected: dict) -> list[str]:
    """Return what is wrong with the two files of a register."""
    streets = read(settings.ROOT / entry["streets"], "")
    addresses = read(settings.ROOT / entry["addresses"], entry.get("crs", ""))
    wrong = []
    if streets.COD_VIA.duplicated().any() or streets.DUF.duplicated().any():
        wrong.append("a street code or name occurs twice")
    codes = set(streets.COD_VIA.astype(int))
    known = addresses[addresses.COD_VIA.astype(int).isin(codes)]
    if known.duplicated(["COD_VIA", "NUMERO", "ESPONENTE"]).any():
        wrong.append("a house number occurs twice")
    found = (_counts(list(streets.STATO)), _counts(list(known.STATO)), len(addresses) - len(known))
    if found != (expected["streets"], expected["addresses"], expected["orphans"]):
        wrong.append(f"holds {found}")
    return [f"{entry['ente']}: {text}" for text in wrong]


def main() -> int:
    """Check everything; return the exit code."""
    manifest = tomllib.loads((settings.ROOT / "manifest.toml").read_text(encoding="utf-8"))
    expected = tomllib.loads((settings.ROOT / "expectations.toml").read_text(encoding="utf-8"))
    comuni = read(settings.ROOT / manifest["municipalities"]["file"], "").to_crs(settings.WORK_CRS)
    by_code = comuni.set_index("istat_code").geometry
    boundaries = gpd.GeoSeries({c.slug: by_code[c.istat] for c in settings.COMUNI})
    wrong = [text for entry in expected["file"] for text in check_file(entry, boundaries)]
    by_ente = {entry["ente"]: entry for entry in expected["toponymy"]}
    for entry in manifest["toponymy"]:
        wrong += check_register(entry, by_ente[entry["ente"]])
    named = {e["streets"] for e in manifest["toponymy"]} | {e["addresses"] for e in manifest["toponymy"]}
    named |= {e["file"] for e in manifest["dataset"]} | {manifest["municipalities"]["file"]}
    present = {p.relative_to(settings.ROOT).as_posix() for p in settings.FILES.rglob("*") if p.is_file()}
    if named != present:
        wrong.append(f"manifest and folder differ: {sorted(named ^ present)}")
    size = sum((settings.ROOT / path).stat().st_size for path in present)
    if size > MAX_BYTES:
        wrong.append(f"{size} bytes are too many")
    numbers = sum(sum(e["addresses"].values()) + e["orphans"] for e in expected["toponymy"])
    print(f"{len(present)} files, {size} bytes, {len(comuni)} comuni, {numbers} house numbers")
    print("\n".join(wrong) or "all as promised")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
