"""Place names in three languages: ranked candidates for a text, never a silent pick."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType

import numpy as np
from rapidfuzz import fuzz, process

from hamsaya.core.compact.model import Place as AgreedPlace
from hamsaya.core.errors import Refused
from hamsaya.places.boundary import Line
from hamsaya.places.entry import Place, from_agreed, load_shipped
from hamsaya.places.point import Point, arc_metres, to_ecef
from hamsaya.places.spelling import key, loose_key

__all__ = ["Candidate", "Gazetteer", "Place", "load_gazetteer"]

KIND_RANK = {
    "country": 0, "border": 0, "crossing": 1, "post": 1, "market": 1, "market-slot": 1,
    "capital": 2, "city": 3, "province": 4, "town": 5, "venue": 5, "mission": 5, "district": 6, "village": 7,
}  # fmt: skip
MATCH_RANK = {"same": 0, "respelt": 1, "begins": 2, "close": 3}
CLOSE_ENOUGH = 78
SAME_PLACE_M = 20_000
NEIGHBOURHOOD_M = 50_000


@dataclass(frozen=True)
class Candidate:
    """One place a text may mean.

    `match` is how its spelling `matched` the text: `same`, `respelt` (Urdu and Persian letters), `begins` or `close`.
    `border_m` is the distance to the line the gazetteer was given, `near_m` to the point asked about; None if unknown.
    """

    place: Place
    matched: str
    match: str
    border_m: float | None
    near_m: float | None


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Entries by id, and their spellings by key."""

    places: Mapping[str, Place]
    line: Line | None = None
    replaced: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _index(self) -> Mapping[str, list[tuple[str, str]]]:
        return _index_by(key, self.places.values())

    @cached_property
    def _loose(self) -> Mapping[str, list[tuple[str, str]]]:
        return _index_by(loose_key, self.places.values())

    @cached_property
    def _border(self) -> Mapping[str, float]:
        """Distance to the line of every entry with a point, measured once together."""
        known = [(each.id, each.point) for each in self.places.values() if each.point]
        if self.line is None or not known:
            return {}
        lat, lon = (np.array(axis) for axis in zip(*((at.lat_e6, at.lon_e6) for _, at in known), strict=True))
        metres = self.line.measure_many(lat, lon).metres
        return {place_id: float(each) for (place_id, _), each in zip(known, metres, strict=True)}

    def get(self, place_id: str) -> Place:
        """Return one entry; an id that the compact replaced leads to the compact's. Raises Refused `place.unknown`."""
        found = self.places.get(self.replaced.get(place_id, place_id))
        if found is None:
            raise Refused("place.unknown", place=place_id)
        return found

    def border_m(self, place_id: str) -> float | None:
        """Return an entry's distance to the gazetteer's line, None without a line or a point."""
        return self._border.get(place_id)

    def name(self, place_id: str, lang: str) -> str:
        """Return the name in a language, else in English, else any; raises Refused `place.unknown`."""
        names = self.get(place_id).names
        return names.get(lang) or names.get("en") or next(iter(names.values()))

    def find(
        self,
        text: str,
        lang: str | None = None,
        near: Point | None = None,
        country: str | None = None,
        limit: int = 8,
    ) -> tuple[Candidate, ...]:
        """Return what a text may mean, likeliest first; several candidates are for a person to choose from.

        Order: how well the spelling matches, the own `country` first, then what lies within 50 km of `near`,
        feature class, a name in the reader's `lang` before a variant, population, distance to `near` or to the line.
        """
        found: dict[str, tuple[str, str]] = {}
        for match, hits in self._hits(text, limit):
            for place_id, spelling in hits:
                found.setdefault(place_id, (spelling, match))
        candidates = [self._candidate(place_id, *how, near) for place_id, how in found.items()]
        return tuple(sorted(candidates, key=lambda each: _order(each, lang, country))[:limit])

    def _hits(self, text: str, limit: int) -> Iterable[tuple[str, list[tuple[str, str]]]]:
        """Yield exact, respelt, beginning and close matches; the last only where nothing matched exactly."""
        asked, loose = key(text), loose_key(text)
        if not asked:
            return
        exact = self._index.get(asked, [])
        respelt = self._loose.get(loose, [])
        yield "same", exact
        yield "respelt", respelt
        if exact or respelt:
            return
        if len(asked) >= 3:
            yield "begins", [hit for each in self._index if each.startswith(asked) for hit in self._index[each]]
        near = process.extract(loose, self._loose.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=limit)
        yield "close", [hit for each, _, _ in near for hit in self._loose[each]]

    def _candidate(self, place_id: str, matched: str, match: str, near: Point | None) -> Candidate:
        place = self.places[place_id]
        near_m = metres_between(near, place.point) if near and place.point else None
        return Candidate(place, matched, match, self._border.get(place_id), near_m)

    def posts(self) -> tuple[Place, ...]:
        """Return crossings, posts and markets with a known point."""
        return tuple(each for each in self.places.values() if each.is_post and each.point)


def _index_by(make: Callable[[str], str], places: Iterable[Place]) -> dict[str, list[tuple[str, str]]]:
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place in places:
        for spelling in place.spellings():
            index[make(spelling)].append((place.id, spelling))
    index.pop("", None)
    return dict(index)


def _order(each: Candidate, lang: str | None, country: str | None) -> tuple[object, ...]:
    place = each.place
    far = each.near_m if each.near_m is not None else each.border_m
    return (
        MATCH_RANK[each.match],
        country is not None and country not in place.countries,
        each.near_m is not None and each.near_m > NEIGHBOURHOOD_M,
        KIND_RANK.get(place.kind, 8),
        lang is not None and place.names.get(lang) != each.matched,
        -place.population,
        far if far is not None else float("inf"),
        place.id,
    )


def metres_between(first: Point, second: Point) -> float:
    """Return the geodesic metres between two points (millimetres right to 500 km)."""
    ends = to_ecef(np.array([first.lat_e6, second.lat_e6]), np.array([first.lon_e6, second.lon_e6]))
    return float(arc_metres(ends[:1], ends[1:])[0])


@lru_cache(maxsize=1)
def _shipped() -> tuple[Place, ...]:
    return load_shipped()


def load_gazetteer(extra: Iterable[Place | AgreedPlace] = (), line: Line | None = None) -> Gazetteer:
    """Return the shipped gazetteer with a deployment's own entries laid over it.

    `extra` takes the compact's places as they are. An extra entry replaces a shipped one of the same id, and absorbs
    a shipped one of the same English name, country and neighbourhood, so that one town is not two candidates.
    """
    added = [each if isinstance(each, Place) else from_agreed(each) for each in extra]
    shipped = {each.id: each for each in _shipped()}
    replaced: dict[str, str] = {}
    places: dict[str, Place] = {}
    for place in added:
        twins = [each for each in shipped.values() if _is_twin(place, each)]
        replaced |= {twin.id: place.id for twin in twins}
        shipped = {number: each for number, each in shipped.items() if each not in twins}
        places[place.id] = _absorb(place, twins)
    places = shipped | places
    return Gazetteer(MappingProxyType(places), line, MappingProxyType(replaced))


def _absorb(place: Place, twins: Iterable[Place]) -> Place:
    """Return an added entry with the spellings and the population of the shipped ones it stands for."""
    for twin in twins:
        variants = (*place.variants, *twin.spellings())
        place = replace(place, variants=variants, population=max(place.population, twin.population))
    return place


def _is_twin(added: Place, shipped: Place) -> bool:
    """Say whether a shipped entry is the same place as an added one."""
    if added.id == shipped.id or added.is_post != shipped.is_post or not added.point or not shipped.point:
        return added.id == shipped.id
    if key(added.names.get("en", "")) != key(shipped.names.get("en", "")):
        return False
    return bool(set(added.countries) & set(shipped.countries)) and (
        metres_between(added.point, shipped.point) < SAME_PLACE_M
    )
