"""The lines that lie a given distance from a border, for drawing a belt on a map."""

import numpy as np

from hamsaya.places.boundary import Line
from hamsaya.places.point import E6, Floats, Ints, arc_metres, onto_ellipsoid, to_ecef

FAN_DEGREES = 15.0
KEPT_SHARE = 0.98
JOINED_SHARE = 2.0
SAMPLES_A_BAND = 30
SHORTEST_POINTS = 4


def band_lines(line: Line, km: float) -> tuple[Ints, ...]:
    """Return polylines (n, 2), longitude and latitude in micro-degrees, about `km` from the line on both sides.

    Every vertex is measured, not only offset: it lies at most 2 % nearer and some metres farther than asked.
    """
    metres = km * 1000
    found: list[Ints] = []
    for part in line.parts:
        spaced = _spaced(part.vertices, metres / SAMPLES_A_BAND)
        if len(spaced) > 1:
            found += [each for turn in (-90.0, 90.0) for each in _kept(line, _offset(spaced, metres, turn), metres)]
    return tuple(found)


def _spaced(vertices: Ints, step_m: float) -> Ints:
    """Thin a stretch to vertices about a step apart, ends kept."""
    space = to_ecef(vertices[:, 1], vertices[:, 0])
    along = np.concatenate(([0.0], np.cumsum(arc_metres(space[:-1], space[1:]))))
    wanted = np.unique(np.searchsorted(along, np.arange(0, along[-1], step_m)))
    kept: Ints = vertices[np.unique(np.append(wanted, len(vertices) - 1))]
    return kept


def _offset(vertices: Ints, metres: float, turn: float) -> Ints:
    """Return points at the distance to one side of each edge, with a fan of them round each outer corner."""
    east = np.diff(vertices[:, 0]) * np.cos(np.radians(vertices[:-1, 1] / E6))
    heading = np.degrees(np.arctan2(east, np.diff(vertices[:, 1])))
    azimuths, corners = [], []
    for corner in range(len(vertices)):
        before, after = heading[max(corner - 1, 0)], heading[min(corner, len(heading) - 1)]
        bend = (after - before + 180) % 360 - 180
        steps = max(2, int(abs(bend) / FAN_DEGREES) + 1)
        azimuths.append(before + turn + np.linspace(0, bend, steps))
        corners.append(np.full(steps, corner))
    return _displace(vertices[np.concatenate(corners)], np.concatenate(azimuths), metres)


def _displace(vertices: Ints, azimuth: Floats, metres: float) -> Ints:
    """Move points a distance at an azimuth in degrees: along the tangent plane, then down to the ellipsoid."""
    lat, lon = np.radians(vertices[:, 1] / E6), np.radians(vertices[:, 0] / E6)
    north = np.stack((-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)), axis=1)
    east = np.stack((-np.sin(lon), np.cos(lon), np.zeros(len(lon))), axis=1)
    way = np.radians(azimuth)[:, None]
    moved = to_ecef(vertices[:, 1], vertices[:, 0]) + metres * (np.cos(way) * north + np.sin(way) * east)
    _, new_lat, new_lon = onto_ellipsoid(moved)
    return np.rint(np.stack((new_lon, new_lat), axis=1) * E6).astype(np.int64)


def _kept(line: Line, points: Ints, metres: float) -> list[Ints]:
    """Drop the points that another stretch of the line is nearer to, and cut where a long gap is left."""
    far = line.measure_many(points[:, 1], points[:, 0]).metres
    points = points[far >= metres * KEPT_SHARE]
    if len(points) < SHORTEST_POINTS:
        return []
    space = to_ecef(points[:, 1], points[:, 0])
    gaps = np.flatnonzero(arc_metres(space[:-1], space[1:]) > metres * JOINED_SHARE) + 1
    return [each for each in np.split(points, gaps) if len(each) >= SHORTEST_POINTS]
