"""How exactly a place may be shown: no finer than stated, nor than 1 km away from posts and crossings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import ceil, cos, radians

from hamsaya.core.errors import Refused
from hamsaya.places.boundary import Line
from hamsaya.places.distance import Distance
from hamsaya.places.entry import Place
from hamsaya.places.gazetteer import metres_between
from hamsaya.places.point import E6, Point

POST_REACH_M = 1_000.0
CELL_M = {"within_1km": 1_000, "settlement": 1_000, "within_10km": 10_000}
DISTRICT_RADIUS_M = 50_000.0
METRES_A_DEGREE = 110_574


class Precision(StrEnum):
    """The precision classes of a place, as the letters carry them."""

    EXACT = "exact"
    SETTLEMENT = "settlement"
    WITHIN_1KM = "within_1km"
    WITHIN_10KM = "within_10km"
    DISTRICT = "district"
    BAND_ONLY = "band_only"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class Pin:
    """What may be drawn: the middle of an area and its radius in metres, never the point that was given.

    `place` is the id of the post or district the pin stands for, empty for a cell of the grid.
    """

    point: Point
    radius_m: float
    precision: Precision
    place: str = ""


def coarsen(point: Point, precision: str, places: Iterable[Place] = ()) -> Pin | None:
    """Return the pin a point may have at a stated precision; None where no pin may be drawn.

    `exact` is kept only for a post, crossing or market of `places` within 1 km, and then the pin is the post's own;
    anything else asked as exact becomes 1 km. `district` takes the nearest district of `places`, else a 50 km cell.
    Raises Refused `place.precision.unknown` for another word. Coarsening a pin again changes nothing.
    """
    if precision not in set(Precision):
        raise Refused("place.precision.unknown", precision=precision)
    asked = Precision(precision)
    if asked in (Precision.BAND_ONLY, Precision.NOT_STATED):
        return None
    if asked is Precision.DISTRICT:
        return _district(point, places)
    if asked is Precision.EXACT:
        post = _nearest([each for each in places if each.is_post], point)
        if post and post[0] <= POST_REACH_M:
            return Pin(post[1].point or point, 0.0, asked, post[1].id)
        asked = Precision.WITHIN_1KM
    return _cell(point, CELL_M[asked], asked)


def _nearest(places: Iterable[Place], point: Point) -> tuple[float, Place] | None:
    measured = [(metres_between(point, each.point), each) for each in places if each.point]
    return min(measured, key=lambda each: (each[0], each[1].id), default=None)


def _district(point: Point, places: Iterable[Place]) -> Pin:
    found = _nearest([each for each in places if each.kind == "district"], point)
    if found and found[1].point:
        return Pin(found[1].point, DISTRICT_RADIUS_M, Precision.DISTRICT, found[1].id)
    return _cell(point, round(DISTRICT_RADIUS_M), Precision.DISTRICT)


def _cell(point: Point, cell_m: int, precision: Precision) -> Pin:
    """Return the middle of the fixed grid cell a point lies in; each cell is at least `cell_m` high and wide."""
    high = _row_height(cell_m)
    row = point.lat_e6 // high
    lat = min(max(row * high + high // 2, -90 * E6), 90 * E6)
    wide = _column_width(cell_m, row)
    lon = min(point.lon_e6 // wide * wide + wide // 2, 180 * E6)
    return Pin(Point(lat, lon), cell_m * 0.75, precision)


def _row_height(cell_m: int) -> int:
    """Return micro-degrees of latitude, rounded up to a hundred so that every machine agrees."""
    return ceil(cell_m / METRES_A_DEGREE * E6 / 100) * 100


@lru_cache(maxsize=4096)
def _column_width(cell_m: int, row: int) -> int:
    """Return micro-degrees of longitude at the row's edge nearer the pole, rounded up to a hundred."""
    high = _row_height(cell_m)
    poleward = max(abs(row * high), abs((row + 1) * high)) / E6
    shrink = max(cos(radians(min(poleward, 89.9))), 0.0001)
    return min(ceil(cell_m / (METRES_A_DEGREE * shrink) * E6 / 100) * 100, 360 * E6)


def measure_pin(line: Line, pin: Pin) -> Distance:
    """Return a pin's distance to the line, its radius added to the uncertainty.

    Never measure the point that was given: a distance to the metre would tell what the pin hides.
    """
    exact = line.measure(pin.point.lat_e6, pin.point.lon_e6)
    doubt = exact.uncertainty_m + pin.radius_m
    sure = exact.metres > doubt or exact.side in ("disputed", "neither")
    return Distance(
        exact.metres, doubt, exact.line_version, exact.side if sure else "unsure", exact.foot, exact.kind, exact.claim
    )
