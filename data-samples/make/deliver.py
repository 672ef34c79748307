"""Writes tables the way comuni hand them over, with the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from . import settings
from .settings import Delivery

# Monte Mario to ETRS89 (1), EPSG:1659, mainland Italy, used backwards.
TO_MONTE_MARIO = """
    +proj=pipeline
    +step +inv +proj=utm +zone=32 +ellps=GRS80
    +step +proj=cart +ellps=GRS80
    +step +inv +proj=helmert +x=-104.1 +y=-49.1 +z=-9.9 +rx=0.971 +ry=-2.917 +rz=0.714 +s=-11.68
          +convention=position_vector
    +step +inv +proj=cart +ellps=intl
    +step +proj=tmerc +lat_0=0 +lon_0=9 +k=0.9996 +x_0=1500000 +y_0=0 +ellps=intl
"""
ENDINGS = {"shp": "zip", "gpkg": "gpkg", "csv": "csv", "geojson": "geojson", "geojson.gz": "geojson.gz"}
SHP_NAMES = {"denominazione": "DENOMINAZ", "superficie_mq": "SUP_MQ", "area_giochi": "GIOCHI",
             "descrizione": "DESCR"}
LANGUAGE_BYTE, ANSI = 29, 0x57
ZIP_TIME = (2024, 1, 1, 0, 0, 0)
DEGREE_DECIMALS = 7


def project(table: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    """Return the table in another system, east before north, rounded to a centimetre."""
    if str(table.crs) == crs:
        return table
    if crs == "EPSG:3003":
        transformer = Transformer.from_pipeline(TO_MONTE_MARIO)
    else:
        transformer = Transformer.from_crs(table.crs, crs, always_xy=True)
    digits = DEGREE_DECIMALS if crs == "EPSG:4326" else 2

    def move(points: np.ndarray) -> np.ndarray:
        return np.round(np.column_stack(transformer.transform(points[:, 0], points[:, 1])), digits)

    return table.set_geometry(shapely.transform(table.geometry.values, move), crs=crs)


def _geojson(table: gpd.GeoDataFrame, name: str) -> bytes:
    """Return RFC 7946 text, one feature a line."""
    fields = [c for c in table.columns if c != table.geometry.name]
    features = []
    for row in table.to_dict("records"):
        geometry = row[table.geometry.name]
        feature = {
            "type": "Feature",
            "properties": {f: row[f] for f in fields},
            "geometry": {"type": geometry.geom_type, "coordinates": _coordinates(geometry)},
        }
        features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps({"type": "FeatureCollection", "name": name}, ensure_ascii=False)[:-1]
    return (head + ', "features": [\n' + ",\n".join(features) + "\n]}\n").encode()


def _coordinates(geometry: BaseGeometry) -> list:
    """Return GeoJSON coordinates, outer rings counter-clockwise where they are valid."""
    kind = geometry.geom_type
    if kind == "Point":
        return [round(v, DEGREE_DECIMALS) for v in geometry.coords[0]]
    if kind == "LineString":
        return [[round(v, DEGREE_DECIMALS) for v in c] for c in geometry.coords]
    if kind == "Polygon":
        turned = shapely.orient_polygons(geometry)
        return [_coordinates(shapely.LineString(r.coords)) for r in (turned.exterior, *turned.interiors)]
    return [_coordinates(part) for part in geometry.geoms]


def _decimal_comma(value: object) -> str:
    """Return a cell as an Italian spreadsheet writes it."""
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else str(value)


def _csv(table: gpd.GeoDataFrame, crlf: bool) -> bytes:
    """Return semicolon-separated text with the coordinates in the last two columns."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n" if crlf else "\n")
    fields = [c for c in table.columns if c != table.geometry.name]
    writer.writerow([*(f.upper() for f in fields), "X", "Y"])
    for row in table.to_dict("records"):
        point = row[table.geometry.name]
        writer.writerow([_decimal_comma(v) for v in (*(row[f] for f in fields), point.x, point.y)])
    return text.getvalue().encode()


def _shp(table: gpd.GeoDataFrame, name: str, declares_encoding: bool) -> bytes:
    """Return a zipped Shapefile in Latin-1 without .cpg."""
    columns = {c: SHP_NAMES.get(c, c.upper()) for c in table.columns if c != table.geometry.name}
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / f"{name}.shp"
        pyogrio.write_dataframe(
            table.rename(columns=columns), base, driver="ESRI Shapefile", encoding="ISO-8859-1",
            layer_options={"DBF_DATE_LAST_UPDATE": settings.DATE},
        )
        dbf = bytearray(base.with_suffix(".dbf").read_bytes())
        dbf[LANGUAGE_BYTE] = ANSI if declares_encoding else 0
        base.with_suffix(".dbf").write_bytes(dbf)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for suffix in (".dbf", ".prj", ".shp", ".shx"):
                info = zipfile.ZipInfo(f"{name}{suffix}", ZIP_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, base.with_suffix(suffix).read_bytes())
        return packed.getvalue()


def _gpkg(table: gpd.GeoDataFrame, name: str) -> bytes:
    """Return a GeoPackage 1.2 with a fixed date of change."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": settings.TIMESTAMP})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.gpkg"
        pyogrio.write_dataframe(table, path, driver="GPKG", layer=name, dataset_options={"VERSION": "1.2"})
        return path.read_bytes()


def write(table: gpd.GeoDataFrame, delivery: Delivery, folder: Path, name: str, crlf: bool = False) -> Path:
    """Write a table in the format and coordinate system of a delivery; return the path."""
    moved = project(table, delivery.crs)
    path = folder / f"{name}.{ENDINGS[delivery.format]}"
    match delivery.format:
        case "shp":
            content = _shp(moved, name, delivery.declares_encoding)
        case "gpkg":
            content = _gpkg(moved, name)
        case "csv":
            content = _csv(moved, crlf)
        case "geojson":
            content = _geojson(moved, name)
        case _:
            content = gzip.compress(_geojson(moved, name), 9, mtime=0)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
