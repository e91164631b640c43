"""The forms in which a letter names a place, and what each says of the distance to the border."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hamsaya.core.errors import Refused
from hamsaya.core.fields.box import EDGES
from hamsaya.places.boundary import Line
from hamsaya.places.distance import Band, Distance, Within, bands
from hamsaya.places.gazetteer import Gazetteer
from hamsaya.places.point import Point
from hamsaya.places.precision import Pin, Precision, coarsen, measure_pin


@dataclass(frozen=True)
class Spot:
    """A named place or a point: a pin at its precision, and its distance to the line where one was given."""

    pin: Pin
    distance: Distance | None


@dataclass(frozen=True)
class Belt:
    """Known only as so many kilometres from the border inside one country; drawn as a strip, never as a pin."""

    km: int
    inside: str

    def agrees(self, distance: Distance) -> Within:
        """Say whether a measured place can be the one meant: whole kilometres, so half a kilometre either way."""
        if distance.side not in (self.inside, "unsure", "disputed"):
            return Within.NO
        low, high = self.km * 1000 - 500, self.km * 1000 + 500
        nearest, farthest = distance.metres - distance.uncertainty_m, distance.metres + distance.uncertainty_m
        if farthest < low or nearest > high:
            return Within.NO
        sure = low <= nearest and farthest <= high and distance.side == self.inside
        return Within.YES if sure else Within.UNSURE

    def band(self, belts: tuple[Band, ...] | None = None) -> Band:
        """Return the band these kilometres fall in; an edge belongs to the band that ends there."""
        chosen = belts or bands()
        return next(band for band in chosen if band.high_km is None or self.km <= band.high_km)


SAMPLES = 9
"""Points across and down a box at which its side is looked up."""


@dataclass(frozen=True)
class Box:
    """A rectangle, its edges in micro-degrees; drawn as it is, for it stands on the grid of its precision."""

    south: int
    west: int
    north: int
    east: int

    @property
    def middle(self) -> Point:
        """Return the point in the middle."""
        return Point((self.south + self.north) // 2, (self.west + self.east) // 2)

    def sides(self, line: Line) -> frozenset[str]:
        """Return the parties on whose ground some of it surely lies, as a grid of 9 by 9 points shows."""
        lats, lons = np.meshgrid(
            np.linspace(self.south, self.north, SAMPLES).astype(np.int64),
            np.linspace(self.west, self.east, SAMPLES).astype(np.int64),
        )
        found = set(line.measure_many(lats.ravel(), lons.ravel()).side.tolist())
        return frozenset(party for at, party in enumerate(line.pair) if at in found)


@dataclass(frozen=True)
class Nowhere:
    """A place not stated."""


Form = Spot | Belt | Box | Nowhere


def read_form(where: Mapping[str, Any], gazetteer: Gazetteer, line: Line | None = None) -> Form:
    """Return what a letter's place field means, coarsened to its precision.

    `where` has one of the five forms of the letters: `place`; `lat` and `lon`; four edges; `km` and `inside`; or none
    of them, each with `precision`. Raises Refused `place.unknown`, `place.belt.side` or `place.precision.unknown`.
    """
    if "km" in where:
        if line is not None and where["inside"] not in line.pair:
            raise Refused("place.belt.side", inside=where["inside"], pair="-".join(line.pair))
        return Belt(int(where["km"]), str(where["inside"]))
    if "south" in where:
        return Box(*(int(where[edge]) for edge in EDGES))
    if "place" in where:
        place = gazetteer.get(str(where["place"]))
        pin = _named_pin(place.point, place.precision, place.is_post, place.id) if place.point else None
    elif "lat" in where:
        point = Point(int(where["lat"]), int(where["lon"]))
        pin = coarsen(point, str(where["precision"]), gazetteer.posts())
    else:
        pin = None
    return Nowhere() if pin is None else Spot(pin, measure_pin(line, pin) if line is not None else None)


def _named_pin(point: Point, precision: str, is_post: bool, place_id: str) -> Pin | None:
    """Return the pin of a named place: its own point, as exactly as the list itself knows it."""
    known = coarsen(point, Precision.WITHIN_1KM if precision == Precision.EXACT else precision)
    if known is None:
        return None
    if is_post and precision == Precision.EXACT:
        return Pin(point, 0.0, Precision.EXACT, place_id)
    return Pin(point, known.radius_m, known.precision, place_id)
