"""The map's frame: which part of the earth is drawn, and how a point comes to a place in the picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians

import numpy as np

from hamsaya.places.point import E6, Floats, Ints

WIDTH = 1000
MARGIN = 0.9
"""Degrees drawn round the border on each side."""
METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True)
class Frame:
    """Equirectangular, true to scale at the middle latitude; x to the east, y to the south, WIDTH across."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Return drawn units for a degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def stretch(self) -> float:
        """Return drawn units for a degree of latitude."""
        return self.scale / cos(radians((self.south + self.north) / 2))

    @property
    def height(self) -> int:
        """Return the picture's height."""
        return round((self.north - self.south) * self.stretch)

    def x(self, lon_e6: float) -> float:
        """Return the place across."""
        return round((lon_e6 / E6 - self.west) * self.scale, 1)

    def y(self, lat_e6: float) -> float:
        """Return the place down."""
        return round((self.north - lat_e6 / E6) * self.stretch, 1)

    def units(self, metres: float) -> float:
        """Return a length on the ground as drawn units."""
        return round(metres / METRES_A_DEGREE * self.stretch, 1)

    def holds(self, lat_e6: int, lon_e6: int) -> bool:
        """Tell whether a point is inside the picture."""
        return self.west <= lon_e6 / E6 <= self.east and self.south <= lat_e6 / E6 <= self.north

    def draw(self, paths: Iterable[Ints], *, closed: bool = False) -> str:
        """Return SVG path data of (n, 2) arrays of longitude and latitude, cut to the picture and its resolution."""
        return "".join(self._path(piece, closed=closed) for path in paths for piece in self._cut(path, closed=closed))

    def _cut(self, path: Ints, *, closed: bool) -> Iterator[Ints]:
        low = np.array([self.west - MARGIN, self.south - MARGIN]) * E6
        high = np.array([self.east + MARGIN, self.north + MARGIN]) * E6
        if closed:
            if not ((path.max(axis=0) < low) | (path.min(axis=0) > high)).any():
                yield np.clip(path, low, high)
            return
        inside = ((path >= low) & (path <= high)).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.astype(np.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            yield path[max(0, start - 1) : end + 1]

    def _path(self, path: Ints, *, closed: bool) -> str:
        drawn = np.stack(
            ((path[:, 0] / E6 - self.west) * self.scale, (self.north - path[:, 1] / E6) * self.stretch), axis=1
        )
        drawn = np.rint(drawn).astype(np.int64)
        kept = np.concatenate(([True], (np.diff(drawn, axis=0) != 0).any(axis=1)))
        points = drawn[kept]
        if len(points) < 2:
            return ""
        text = "L".join(f"{x} {y}" for x, y in points.tolist())
        return f"M{text}{'Z' if closed else ''}"


PARTS = 3
"""Stretches that the border is cut into for a closer look."""


def frame_round(paths: Iterable[Ints]) -> Frame:
    """Return the frame that holds these paths with a margin."""
    return _frame(np.concatenate(list(paths)) / E6, MARGIN)


def is_upright(frame: Frame) -> bool:
    """Tell whether a border runs from north to south rather than from west to east."""
    return frame.height > WIDTH


def frame_of_part(paths: Iterable[Ints], part: int) -> Frame:
    """Return the frame of one stretch, 1 to PARTS: from the north where the border runs upright, else from the west."""
    whole = np.concatenate(list(paths)) / E6
    along = -whole[:, 1] if is_upright(_frame(whole, MARGIN)) else whole[:, 0]
    low, high = along.min(), along.max()
    start = low + (high - low) * (part - 1) / PARTS
    end = low + (high - low) * part / PARTS
    return _frame(whole[(along >= start) & (along <= end)], MARGIN / 2)


def _frame(whole: Floats, margin: float) -> Frame:
    (west, south), (east, north) = whole.min(axis=0), whole.max(axis=0)
    return Frame(west - margin, south - margin / 2, east + margin, north + margin / 2)
