"""The ground under the map: countries, provinces, the border with its uncertainty, bands; drawn once for a pair."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from hamsaya.core.compact import Compact
from hamsaya.core.errors import Refused
from hamsaya.places.bandline import band_lines
from hamsaya.places.basemap import draw_layer, load_basemap
from hamsaya.places.boundary import Line, load_line, load_lines
from hamsaya.places.gazetteer import Gazetteer, load_gazetteer
from hamsaya.places.point import Ints
from hamsaya.web.border.frame import WIDTH, Frame, frame_of_part, frame_round

MOST_RANK = 3
"""Towns of the map's own list up to this rank are named; the compact's places always are."""


ROOM = (110, 26)
"""Drawn units that a name takes, across and down."""


@dataclass(frozen=True)
class Town:
    """A town that gives the eye a hold: its names and place in the picture."""

    id: str
    names: Mapping[str, str]
    x: float
    y: float


@dataclass(frozen=True)
class Band:
    """A line at a distance from the border: kilometres and its path."""

    km: int
    path: str


@dataclass(frozen=True)
class OtherLine:
    """Another view of the border: who states it, from which source and version, and its path."""

    stated_by: str
    source: str
    version: str
    path: str


@dataclass(frozen=True)
class Ground:
    """Everything that does not change between two looks."""

    frame: Frame
    line: Line
    land: tuple[tuple[str, str], ...]
    """Class and path of each country in the picture."""
    provinces: str
    border: str
    others: tuple[OtherLine, ...]
    """What a party states otherwise; shown beside it, and nothing chooses between them."""
    disputed: str
    bands: tuple[Band, ...]
    towns: tuple[Town, ...]
    shapes: Mapping[int, tuple[Ints, ...]]
    """The shipped lines at a distance, by kilometres."""
    attribution: str
    uncertainty_m: int


@lru_cache(maxsize=32)
def ground_of(
    first: str, second: str, kms: tuple[int, ...], part: int = 0, own: tuple[Line, ...] = ()
) -> Ground | None:
    """Return the ground for a pair of parties, or None where no map of this border is shipped.

    `part`: 0 the whole border, else a stretch of it; `own`: the lines that parties load themselves.
    """
    try:
        topology, line = load_basemap((first, second)), load_line((first, second))
    except Refused:
        return None
    paths = [each.vertices for each in line.parts]
    frame = frame_of_part(paths, part) if part else frame_round(paths)
    shipped = {shape.properties["km"]: shape.paths for shape in draw_layer(topology, "bands")}
    shades = {first.lower(): "mp-a", second.lower(): "mp-b"}
    land = tuple(
        (shades.get(shape.properties["id"].lower(), "mp-c"), path)
        for shape in draw_layer(topology, "countries")
        if (path := frame.draw(shape.paths, closed=True))
    )
    return Ground(
        frame,
        line,
        land,
        "".join(frame.draw(shape.paths) for shape in draw_layer(topology, "provinces")),
        "".join(frame.draw(shape.paths) for shape in draw_layer(topology, "border")),
        tuple(_other(each, frame) for each in load_lines((first, second), own)[1:]),
        "".join(frame.draw(shape.paths, closed=True) for shape in draw_layer(topology, "disputed")),
        tuple(Band(km, frame.draw(shipped.get(km) or band_lines(line, km))) for km in kms),
        tuple(_towns(topology, frame)),
        shipped,
        topology["attribution"],
        int(max(each.uncertainty_m.max() for each in line.parts)),
    )


def _other(line: Line, frame: Frame) -> OtherLine:
    path = frame.draw(each.vertices for each in line.parts)
    return OtherLine(line.stated_by, line.source, line.version, path)


def belt_path(ground: Ground, km: int, inside: str) -> str:
    """Return the path of the strip `km` from the border on one side of it: what is drawn where only that is known."""
    pieces = []
    for line in ground.shapes.get(km) or band_lines(ground.line, km):
        sides = ground.line.measure_many(line[:, 1], line[:, 0]).side == ground.line.pair.index(inside)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], sides.astype(np.int8), [0]))))
        pieces += [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start > 1]
    return ground.frame.draw(pieces)


_names: dict[str, Gazetteer] = {}


def names_of(compact: Compact) -> Gazetteer:
    """Return the gazetteer with the compact's own places laid over the shipped ones; made once for a compact."""
    if compact.digest not in _names:
        first, second = (party.code for party in compact.parties)
        _names[compact.digest] = load_gazetteer(compact.places, line=load_line((first, second)))
    return _names[compact.digest]


def _towns(topology: Mapping[str, Any], frame: Frame) -> Iterator[Town]:
    """Yield towns by rank, leaving out those whose names would run into one already there or over the edge."""
    kept: list[Town] = []
    for shape in sorted(draw_layer(topology, "places"), key=lambda shape: shape.properties["rank"]):
        lon, lat = shape.paths[0][0].tolist()
        town = Town(shape.properties["id"], shape.properties, frame.x(lon), frame.y(lat))
        inside = frame.holds(lat, lon) and town.x < WIDTH - ROOM[0]
        if shape.properties["rank"] <= MOST_RANK and inside and not any(is_near(town, each) for each in kept):
            kept.append(town)
            yield town


def is_near(one: Any, other: Any) -> bool:
    """Tell whether two names would run into each other."""
    return bool(abs(one.x - other.x) < ROOM[0] and abs(one.y - other.y) < ROOM[1])
