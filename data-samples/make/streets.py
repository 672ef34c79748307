"""Turns the axes of a town into streets with names, codes and a state."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from shapely import LineString

from . import odonyms
from .bend import turn_outwards
from .layout import Axis, Town
from .settings import Comune

CURRENT, PROPOSED, RETIRED = "vigente", "proposto", "cessato"
MAIN_SQUARES = ("della Libertà", "Giuseppe Garibaldi", "della Repubblica", "Roma", "Camillo Benso di Cavour")
MAIN_ROADS = ("Roma", "Milano", "Giuseppe Garibaldi", "Giuseppe Mazzini", "Giacomo Matteotti",
              "Venticinque Aprile", "Quattro Novembre", "dell'Unità d'Italia")


@dataclass
class Street:
    """A street of the comune's own register."""

    code: int
    dug: str
    duf: str
    locality: str
    state: str
    axis: Axis

    @property
    def line(self) -> LineString:
        """Return the axis, beginning where the numbers begin."""
        return self.axis.line


class Names:
    """Hands out official names, each once."""

    def __init__(self, rng: Random, forbidden: set[str]) -> None:
        self._rng = rng
        self._used = set(forbidden)

    def take(self, *lists: tuple[str, ...]) -> str:
        """Return a free name of the first list that has one, else of any list."""
        for words in (*lists, *odonyms.DISTRICT_THEMES):
            free = [w for w in words if w not in self._used]
            if free:
                name = self._rng.choice(free)
                self._used.add(name)
                return name
        raise ValueError("no street names left")


def _local_name(axis: Axis, town: Town, theme: tuple[str, ...], names: Names, rng: Random) -> tuple[str, str]:
    """Name a side street by its length and by where it lies."""
    length = axis.line.length
    away = town.remoteness(axis.line.interpolate(0.5, normalized=True))
    if axis.locality:
        if rng.random() < 0.5:
            return rng.choice(("Strada", "Via")), names.take(odonyms.RURAL, odonyms.OLD_TOWN)
        return "Via", names.take(odonyms.SAINTS, odonyms.PLANTS)
    if length < 110 and away < 0.35:
        dug = rng.choice(("Vicolo", "Vicolo", "Largo", "Piazza"))
        return dug, names.take(odonyms.OLD_TOWN if dug == "Vicolo" else odonyms.VALUES, odonyms.SAINTS)
    if length < 120:
        dug = rng.choice(("Via privata", "Largo", "Piazzale", "Piazza", "Via", "Via"))
        return dug, names.take(odonyms.VALUES + odonyms.DATES if dug.startswith("Piazz") else theme)
    if away < 0.3:
        return "Via", names.take(odonyms.RISORGIMENTO + odonyms.SAINTS + odonyms.DATES + odonyms.LETTERS)
    return "Via" if rng.random() < 0.96 else "Viale", names.take(theme)


def _name(axis: Axis, town: Town, theme: tuple[str, ...], names: Names, rng: Random) -> tuple[str, str]:
    """Return the generic part and the official name of an axis."""
    if axis.rank == "square":
        return "Piazza", names.take(MAIN_SQUARES)
    if axis.rank == "avenue":
        near = town.remoteness(axis.line.interpolate(0.5, normalized=True)) < 0.35
        return rng.choice(("Corso", "Via") if near else ("Viale", "Via")), names.take(
            MAIN_ROADS if near else odonyms.CITIES + odonyms.DATES)
    if axis.rank == "country":
        kind = rng.choice(("Via", "Strada", "Strada vicinale"))
        if kind == "Via":
            return kind, "per " + names.take(odonyms.NEIGHBOURS)
        return kind, names.take(odonyms.RURAL)
    if axis.rank == "ring":
        return rng.choice(("Viale", "Via")), names.take(odonyms.VALUES + odonyms.BATTLES + odonyms.DATES)
    if axis.rank == "edge":
        return rng.choice(("Viale", "Via")), names.take(odonyms.PLANTS + odonyms.WATERS)
    return _local_name(axis, town, theme, names, rng)


def _themes(town: Town, rng: Random) -> dict[int, tuple[str, ...]]:
    """Give each district a theme, as Italian towns do (the musicians, the rivers ...)."""
    themes: list[tuple[str, ...]] = []
    found: dict[int, tuple[str, ...]] = {}
    for district in sorted({axis.district for axis in town.axes}):
        if not themes:
            themes = rng.sample(odonyms.DISTRICT_THEMES, len(odonyms.DISTRICT_THEMES))
        found[district] = themes.pop()
    return found


def _set_states(streets: list[Street], rng: Random) -> None:
    """Make about three in a hundred side streets proposed or retired."""
    side = [s for s in streets if s.axis.rank == "local" and s.line.length < 260]
    side.sort(key=lambda s: s.line.length)
    proposed = max(1, round(0.015 * len(streets)))
    retired = max(1, round(0.012 * len(streets))) if len(streets) > 25 else 0
    chosen = rng.sample(side[: max(8, len(side) // 2)], min(proposed + retired, len(side)))
    for i, street in enumerate(chosen):
        street.state = PROPOSED if i < proposed else RETIRED


def name_all(town: Town, comune: Comune, comune_name: str, seed: str) -> list[Street]:
    """Return the streets of a town, ordered by their code."""
    rng = Random(f"{seed}:names")
    names = Names(rng, {comune_name})
    themes = _themes(town, rng)
    special = list(comune.special_streets)
    streets: list[Street] = []
    for axis in town.axes:
        axis.line = turn_outwards(axis.line, town.centre)
        if special and axis.rank == "country":
            dug, duf = special.pop()
        else:
            dug, duf = _name(axis, town, themes[axis.district], names, rng)
        streets.append(Street(0, dug, duf, axis.locality, CURRENT, axis))
    streets.sort(key=lambda s: (s.duf.casefold(), s.dug))
    code = comune.first_code
    for street in streets:
        street.code = code
        code += comune.code_step * (2 if rng.random() < 0.04 else 1)
    _set_states(streets, rng)
    return streets
