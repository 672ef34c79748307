"""Makes one comune: a town of the right size with streets, numbers and themes."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely import Polygon

from . import addresses, bend, cadastre, layout, odonyms, settings, streets, themes
from .addresses import Address
from .settings import Comune
from .streets import Street

METRES_PER_NUMBER = 9.6
TRIES = 8
ORPHANS = 3


@dataclass
class Samples:
    """Everything made for one comune, in the working coordinate system."""

    comune: Comune
    name: str
    boundary: Polygon
    streets: list[Street]
    addresses: list[Address]
    schools: gpd.GeoDataFrame
    parks: gpd.GeoDataFrame
    zoning: gpd.GeoDataFrame
    parcels: gpd.GeoDataFrame | None


def _draw(boundary: Polygon, comune: Comune, numbers: int, seed: str) -> layout.Town:
    """Draw towns of several sizes and return the one whose streets suit the house numbers."""
    wanted, area = numbers * METRES_PER_NUMBER, numbers * 400.0
    localities = list(odonyms.LOCALITIES)
    shift = int(comune.istat) % len(localities)
    localities = (localities[shift:] + localities[:shift])[: comune.hamlets]
    best: layout.Town | None = None
    for _ in range(TRIES):
        town = layout.draw(boundary, area, comune.radials, localities, seed)
        length = town.built_length()
        if best is None or abs(length - wanted) < abs(best.built_length() - wanted):
            best = town
        area *= (wanted / length) ** 0.7
    return best


def _orphan(found: list[Address], codes: set[int]) -> None:
    """Point some addresses at streets that are not in the register."""
    missing = max(codes) + 9000
    for i in range(ORPHANS):
        found[(i + 1) * len(found) // (ORPHANS + 1)].code = missing + i


def make(comune: Comune, row: gpd.GeoSeries) -> Samples:
    """Make all samples of a comune from its row in the table of comuni."""
    seed = f"{settings.SEED}:{comune.istat}"
    boundary = max(shapely.get_parts(row.geometry), key=lambda p: p.area)
    numbers = round(settings.NUMBERS_BASE + settings.NUMBERS_PER_INHABITANT * row.population)
    town = bend.bend(_draw(boundary, comune, numbers, seed), seed)
    named = streets.name_all(town, comune, row["name"], seed)
    found = addresses.number_all(boundary, named, comune.cap, numbers, seed)
    uses = themes.assign_uses(town, seed)
    samples = Samples(
        comune, row["name"], boundary, named, found,
        schools=themes.schools(uses, named, found, seed),
        parks=themes.parks(uses, seed),
        zoning=themes.zoning(uses, town, boundary, "bow-ties" in comune.faults),
        parcels=cadastre.parcels(uses, town, boundary, row.cadastral_code, seed) if comune.parcels else None,
    )
    if "orphan-addresses" in comune.faults:
        _orphan(found, {s.code for s in named})
    return samples
