"""The distance to a line by another road: GeographicLib, edge by edge, every edge that could be the nearest."""

from typing import Any

import numpy as np
from geographiclib.geodesic import Geodesic

from hamsaya.places.boundary import Line
from hamsaya.places.point import Floats

EARTH_M = 6_371_000.0
NARROWINGS = 60


def metres_to_line(line: Line, lat_e6: int, lon_e6: int) -> float:
    """Return the least geodesic distance to any edge, found by golden section on every edge in question."""
    lat, lon = lat_e6 / 1e6, lon_e6 / 1e6
    edges = np.concatenate([np.hstack((part.vertices[:-1], part.vertices[1:])) for part in line.parts]) / 1e6
    ends = np.minimum(_sphere_m(lat, lon, edges[:, 1], edges[:, 0]), _sphere_m(lat, lon, edges[:, 3], edges[:, 2]))
    lengths = _sphere_m(edges[:, 1], edges[:, 0], edges[:, 3], edges[:, 2])
    slack = 0.006 * ends.min() + 5.0
    asked = edges[ends - lengths / 2 <= ends.min() + slack]
    coarse = sorted(((_coarse(lat, lon, edge), tuple(edge)) for edge in asked), key=lambda each: each[0])
    best = coarse[0][0]
    return min(_least(lat, lon, edge) for least, edge in coarse if least - _step(edge) <= best)


def _sphere_m(lat: Floats | float, lon: Floats | float, other_lat: Floats, other_lon: Floats) -> Floats:
    a, b = np.radians(lat), np.radians(other_lat)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(other_lon - lon) / 2) ** 2
    metres: Floats = 2 * EARTH_M * np.arcsin(np.sqrt(half))
    return metres


def _way(edge: tuple[float, ...]) -> tuple[Any, float]:
    along = Geodesic.WGS84.InverseLine(edge[1], edge[0], edge[3], edge[2])
    return along, float(along.s13)


def _count(length: float) -> int:
    return max(2, int(length / 100) + 2)


def _step(edge: tuple[float, ...]) -> float:
    """Return the way between two samples of an edge: nothing on it is nearer than a sample by more."""
    length = _way(edge)[1]
    return length / (_count(length) - 1)


def _gap(lat: float, lon: float, along: Any, metres: float) -> float:
    at = along.Position(metres)
    return float(Geodesic.WGS84.Inverse(lat, lon, at["lat2"], at["lon2"])["s12"])


def _coarse(lat: float, lon: float, edge: tuple[float, ...]) -> float:
    along, length = _way(edge)
    count = _count(length)
    return min(_gap(lat, lon, along, length * step / (count - 1)) for step in range(count))


def _least(lat: float, lon: float, edge: tuple[float, ...]) -> float:
    """Narrow by golden section: distance from a point falls and then rises along one short geodesic."""
    along, length = _way(edge)
    ratio = (5**0.5 - 1) / 2
    low, high = 0.0, length
    for _ in range(NARROWINGS):
        if high - low < 0.001:
            break
        first, second = high - ratio * (high - low), low + ratio * (high - low)
        if _gap(lat, lon, along, first) < _gap(lat, lon, along, second):
            high = second
        else:
            low = first
    return min(_gap(lat, lon, along, each) for each in (0.0, (low + high) / 2, length))
