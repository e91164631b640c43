"""The forms in which a letter names a place, and what each says of the distance to the border."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hamsaya.core.errors import Refused
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


@dataclass(frozen=True)
class Nowhere:
    """A place not stated."""


Form = Spot | Belt | Nowhere


def read_form(where: Mapping[str, Any], gazetteer: Gazetteer, line: Line | None = None) -> Form:
    """Return what a letter's place field means, coarsened to its precision.

    `where` has one of the four forms of the letters: `place`; `lat` and `lon`; `km` and `inside`; or none of them,
    each with `precision`. Raises Refused `place.unknown`, `place.belt.side` or `place.precision.unknown`.
    """
    if "km" in where:
        if line is not None and where["inside"] not in line.pair:
            raise Refused("place.belt.side", inside=where["inside"], pair="-".join(line.pair))
        return Belt(int(where["km"]), str(where["inside"]))
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
