"""A cadastral grid: lots inside the blocks, fields outside, numbered by sheet (foglio)."""

from __future__ import annotations

import math
from collections import Counter
from random import Random

import geopandas as gpd
import shapely
from shapely import Point, Polygon

from . import split
from .layout import Town
from .settings import WORK_CRS
from .themes import Use, open_land

ROAD_M = 5.0
LOT_M2, WORKS_M2, FIELD_M2 = 700.0, 3200.0, 24000.0


def _land(uses: list[Use], town: Town, boundary: Polygon) -> list[tuple[Polygon, float]]:
    """Return the land between the streets and the size of a lot there."""
    parts = []
    for use in uses:
        size = math.inf if use.purpose else WORKS_M2 if use.zone == "D" else LOT_M2
        parts.append((use.block.polygon.buffer(-ROAD_M, join_style="mitre", mitre_limit=2.0), size))
    for polygon in open_land(town, boundary):
        parts.append((polygon.buffer(-ROAD_M, join_style="mitre", mitre_limit=2.0), FIELD_M2))
    return [(p, size) for part, size in parts for p in shapely.get_parts(part) if p.area > 60]


def _sheet(point: Point, town: Town) -> int:
    """Return the sheet: four around the centre, eight outside."""
    turn = math.atan2(point.y - town.centre.y, point.x - town.centre.x) / (2 * math.pi) + 0.5
    if town.remoteness(point) < 0.75:
        return 1 + int(turn * 4) % 4
    return 5 + int(turn * 8) % 8


def parcels(uses: list[Use], town: Town, boundary: Polygon, cadastral_code: str, seed: str) -> gpd.GeoDataFrame:
    """Return the parcels, unique by sheet and number."""
    rng = Random(f"{seed}:parcels")
    lots = [lot for land, size in _land(uses, town, boundary)
            for lot in split.split(land, lambda _, size=size: size, rng)[0]]
    counted: Counter[int] = Counter()
    rows = []
    for lot in lots:
        polygon = shapely.set_precision(lot, 0.01)
        if polygon.geom_type != "Polygon" or polygon.area < 30:
            continue
        sheet = _sheet(polygon.representative_point(), town)
        counted[sheet] += 1
        rows.append({
            "comune": cadastral_code, "foglio": sheet, "particella": str(counted[sheet]),
            "superficie_mq": round(polygon.area), "geometry": polygon,
        })
    rows.sort(key=lambda r: (r["foglio"], int(r["particella"])))
    return gpd.GeoDataFrame(rows, crs=WORK_CRS)
