"""What stands on the map: desks, crossings, and letters by urgency, kind, age and precision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from hamsaya.core.fields import parse_instant
from hamsaya.core.reader import Reader
from hamsaya.node import queries
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer
from hamsaya.places.form import Belt, Box, Form, Spot, read_form
from hamsaya.places.gazetteer import Gazetteer
from hamsaya.places.point import Ints
from hamsaya.web.border.ground import Ground
from hamsaya.web.border.side import over_there

LETTERS = ("incident", "notice", "hazard", "humanitarian", "signal")
SHOWN = timedelta(hours=72)
FRESH, RECENT = timedelta(hours=6), timedelta(hours=24)


@dataclass(frozen=True)
class Sign:
    """A letter: its record, where it is said to be, and, where there is a pin, the pin with its precision."""

    row: Record
    urgency: int
    where: str
    distance: str
    age: str
    """fresh, recent or old."""
    x: float | None
    y: float | None
    ring: float
    belt: tuple[int, str] | None
    """Kilometres from the border inside a party, where only that is known."""
    box: str
    """The path of a rectangle, where one was given."""
    note: str
    """That the place lies, or reaches over, to the side of the party that does not write."""


@dataclass(frozen=True)
class Post:
    """A desk or a crossing of the compact."""

    id: str
    name: str
    kind: str
    closed: bool
    x: float
    y: float


def signs_of(
    viewer: Viewer, reader: Reader, ground: Ground, names: Gazetteer, now: datetime, kinds: tuple[str, ...] = LETTERS
) -> list[Sign]:
    """Return the letters of the last 72 hours that the viewer may see, newest first, wherever they are said to be."""
    found = []
    for kind in kinds:
        for row, state in queries.states_of(viewer, viewer.compact, kind):
            age = now - parse_instant(row.opened)
            if age <= SHOWN or row.needs_owner or row.needs_other:
                found.append(_sign(row, state, age, reader, ground, names))
    return sorted(found, key=lambda sign: sign.row.opened, reverse=True)


def _sign(row: Record, state: Any, age: timedelta, reader: Reader, ground: Ground, names: Gazetteer) -> Sign:
    form = read_form(state.place, names, ground.line)
    x, y = _position(form, ground)
    ring = ground.frame.units(form.pin.radius_m) if isinstance(form, Spot) and x is not None else 0.0
    belt = (form.km, form.inside) if isinstance(form, Belt) else None
    box = ground.frame.draw([_corners(form)], closed=True) if isinstance(form, Box) else ""
    age_class = "fresh" if age <= FRESH else "recent" if age <= RECENT else "old"
    note = over_there([state.place], row.owner, reader)
    where, far = reader.where(state.place), _distance(form, reader)
    return Sign(row, row.urgency or 4, where, far, age_class, x, y, ring, belt, box, note)


def _position(form: Form, ground: Ground) -> tuple[float | None, float | None]:
    """Return where a letter's mark stands in the picture; nowhere for a belt and for what lies outside."""
    point = form.pin.point if isinstance(form, Spot) else form.middle if isinstance(form, Box) else None
    if point is None or not ground.frame.holds(point.lat_e6, point.lon_e6):
        return None, None
    return ground.frame.x(point.lon_e6), ground.frame.y(point.lat_e6)


def _corners(box: Box) -> Ints:
    """Return the rectangle as a closed path of longitudes and latitudes."""
    west, south, east, north = box.west, box.south, box.east, box.north
    return np.array([(west, south), (east, south), (east, north), (west, north), (west, south)], np.int64)


def _distance(form: Form, reader: Reader) -> str:
    if not isinstance(form, Spot) or form.distance is None:
        return ""
    return reader.word(
        "map.distance",
        km=reader.digits(f"{form.distance.metres / 1000:.1f}"),
        within=reader.digits(f"{form.distance.uncertainty_m / 1000:.1f}"),
    )


def posts_of(viewer: Viewer, reader: Reader, ground: Ground) -> Iterator[Post]:
    """Yield desks and crossings with a known point; a crossing is barred where either side calls it closed."""
    closed = {
        state.crossing for _, state in queries.states_of(viewer, viewer.compact, "crossing") if state.status == "closed"
    }
    desks = {desk.place: desk for desk in reader.compact.desks}
    for place in reader.compact.places:
        if place.lat is None or place.lon is None or not ground.frame.holds(place.lat, place.lon):
            continue
        kind = "desk" if place.id in desks else place.kind
        if kind in ("desk", "crossing"):
            x, y = ground.frame.x(place.lon), ground.frame.y(place.lat)
            yield Post(place.id, reader.name(place.name), kind, place.id in closed, x, y)
