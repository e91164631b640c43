"""First-level units, and whose territory a point is in: country first, then the unit inside that country."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from hamsaya.core.errors import Refused
from hamsaya.places.boundary import Line
from hamsaya.places.entry import LANGUAGES
from hamsaya.places.point import Ints, Point, to_ecef
from hamsaya.places.ring import Rings
from hamsaya.places.topology import DATA, join_ring, read_json, unpack_arc


@dataclass(frozen=True, eq=False)
class Unit:
    """One province: gazetteer id, country, names in three languages."""

    id: str
    wikidata: str
    country: str
    names: Mapping[str, str]
    rings: Rings


@dataclass(frozen=True)
class Whereabouts:
    """The country a point is in (ISO code, `disputed` or `neither`) and, inside a country, the id of its province."""

    country: str
    unit: str


@lru_cache(maxsize=16)
def load_units(country: str) -> tuple[Unit, ...]:
    """Return the shipped first-level units of an ISO 3166 country; raises Refused `place.units.unknown`."""
    path = DATA / "odbl" / "units" / f"{country}.json.gz"
    if not path.is_file():
        raise Refused("place.units.unknown", country=country)
    body = read_json(path)
    arcs = [unpack_arc(packed) for packed in body["arcs"]]
    return tuple(_unit(each, country, arcs) for each in body["units"])


def _unit(each: Mapping[str, object], country: str, arcs: list[Ints]) -> Unit:
    rings: list[list[int]] = each["rings"]  # type: ignore[assignment]
    names = MappingProxyType({lang: str(each[lang]) for lang in LANGUAGES})
    return Unit(str(each["id"]), str(each["wikidata"]), country, names, Rings([join_ring(arcs, ref) for ref in rings]))


def find_unit(units: tuple[Unit, ...], point: Point) -> Unit:
    """Return the unit a point lies in, or the one with the nearest corner for a point off the coast or in a seam."""
    lat, lon = np.array([point.lat_e6]), np.array([point.lon_e6])
    for unit in units:
        if unit.rings.contains(lat, lon)[0]:
            return unit
    here = to_ecef(lat, lon)
    return min(units, key=lambda unit: float(((_corners(unit) - here) ** 2).sum(axis=1).min()))


def _corners(unit: Unit) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return to_ecef(unit.rings.start[:, 1], unit.rings.start[:, 0])


def locate(line: Line, point: Point) -> Whereabouts:
    """Return country and province; the province is always one of that country, so the two cannot disagree."""
    country = line.country_at(point.lat_e6, point.lon_e6)
    if country not in line.pair:
        return Whereabouts(country, "")
    return Whereabouts(country, find_unit(load_units(country), point).id)
