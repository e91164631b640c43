"""A rectangle of latitudes and longitudes whose edges stand on a grid: it tells no more than its precision says.

Edges are whole micro-degrees (WGS84) on multiples of a step: 0.02° (2.2 km from south to north, at least 1 km from west
to east up to 60°) for `within_1km`, and ten times that for `within_10km`.
"""

from collections.abc import Mapping
from typing import Any

EDGES = ("south", "west", "north", "east")
STEPS = {"within_1km": 20_000, "within_10km": 200_000}
"""Micro-degrees between two lines of the grid, by precision."""
_MOST = {"south": 90_000_000, "north": 90_000_000, "west": 180_000_000, "east": 180_000_000}


def is_box(place: Mapping[str, Any]) -> bool:
    """Tell whether edges and precision make a rectangle of some size whose edges stand on the precision's grid."""
    step = STEPS.get(place["precision"])
    if step is None or not all(_is_edge(place[name], _MOST[name], step) for name in EDGES):
        return False
    return bool(place["south"] < place["north"] and place["west"] < place["east"])


def _is_edge(value: object, most: int, step: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= most and value % step == 0


def widen(one: tuple[int, int], other: tuple[int, int], precision: str) -> dict[str, Any]:
    """Return the smallest rectangle of that precision that holds two corners, whichever two were given.

    A corner is latitude and longitude in micro-degrees. KeyError for a precision that rectangles do not have.
    """
    step = STEPS[precision]
    (south, north), (west, east) = (_outward(pair, step) for pair in zip(one, other, strict=True))
    return {"south": south, "west": west, "north": north, "east": east, "precision": precision}


def _outward(pair: tuple[int, int], step: int) -> tuple[int, int]:
    first, last = min(pair) // step * step, -(-max(pair) // step) * step
    return first, last if last > first else first + step
