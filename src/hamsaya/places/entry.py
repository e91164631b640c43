"""One gazetteer entry: a place with its names in three languages, its country, and what is known of its position."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hamsaya.core.compact.model import Place as AgreedPlace
from hamsaya.places.point import Point
from hamsaya.places.topology import DATA, read_json

LANGUAGES = ("en", "fa", "ur")
POST_KINDS = frozenset({"crossing", "post", "market"})


@dataclass(frozen=True)
class Place:
    """A place; `point` is None where none is known.

    `countries` holds two codes for a place of both sides, such as a crossing. `derived` names the languages whose
    name was respelt from the other script and not taken from a source. `verified` is false until a party confirms it.
    """

    id: str
    kind: str
    countries: tuple[str, ...]
    point: Point | None
    names: Mapping[str, str]
    variants: tuple[str, ...] = ()
    within: str = ""
    population: int = 0
    precision: str = "within_1km"
    source: str = "GeoNames"
    derived: tuple[str, ...] = ()
    verified: bool = field(default=False)

    @property
    def is_post(self) -> bool:
        """Return whether it is a crossing, a border post or a border market, where an exact pin is allowed."""
        return self.kind in POST_KINDS

    def spellings(self) -> tuple[str, ...]:
        """Return every name and variant, names first."""
        return (*self.names.values(), *self.variants)


def from_agreed(agreed: AgreedPlace) -> Place:
    """Return a place of the compact as a gazetteer entry: both parties have confirmed it."""
    known = agreed.lat is not None and agreed.lon is not None
    return Place(
        id=agreed.id,
        kind=agreed.kind,
        countries=tuple(agreed.parties),
        point=Point(agreed.lat or 0, agreed.lon or 0) if known else None,
        names=MappingProxyType(dict(agreed.name)),
        variants=tuple(agreed.aliases),
        precision=agreed.precision,
        source="compact",
        verified=True,
    )


def load_shipped() -> tuple[Place, ...]:
    """Return every shipped entry: towns, provinces, districts and countries, and the hand-made list over them."""
    rows = read_json(DATA / "geonames" / "places.json.gz")["places"]
    listed = {place.id: place for place in map(_from_row, rows)}
    for given in read_seed(DATA / "seed" / "places.csv"):
        listed[given["id"]] = _with_seed(listed.get(given["id"]), given)
    return tuple(listed.values())


def _from_row(row: list[Any]) -> Place:
    """Read one row: id, kind, country, within, lat, lon, population, en, fa, ur, derived, variants."""
    place_id, kind, country, within, lat, lon, population, *names, derived, variants = row
    return Place(
        id=place_id,
        kind=kind,
        countries=(country,),
        point=None if lat is None else Point(lat, lon),
        names=MappingProxyType({lang: name for lang, name in zip(LANGUAGES, names, strict=True) if name}),
        variants=tuple(variants),
        within=within,
        population=population,
        precision="district" if kind in ("district", "province", "country") else "within_1km",
        derived=tuple(derived),
    )


def read_seed(path: Path) -> Iterable[Mapping[str, str]]:
    """Return the rows of the hand-made list."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _with_seed(known: Place | None, given: Mapping[str, str]) -> Place:
    """Return the entry with what the hand-made list says laid over what GeoNames says."""
    names = dict(known.names) if known else {}
    names |= {lang: given[lang] for lang in LANGUAGES if given[lang]}
    variants = tuple(filter(None, given["variants"].split("|")))
    point = Point(int(given["lat"]), int(given["lon"])) if given["lat"] else known.point if known else None
    return Place(
        id=given["id"],
        kind=given["kind"] or (known.kind if known else "town"),
        countries=tuple(given["countries"].split("|")),
        point=point,
        names=MappingProxyType(names),
        variants=(*(known.variants if known else ()), *variants),
        within=given["within"] or (known.within if known else ""),
        population=known.population if known else 0,
        precision=given["precision"] or (known.precision if known else "within_1km"),
        source=given["source"],
        derived=tuple(lang for lang in (known.derived if known else ()) if not given[lang]),
        verified=given["verified"] == "yes",
    )
