"""The lines that lie a given distance from a border, for drawing a belt on a map."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from hamsaya.places.boundary import Line
from hamsaya.places.point import E6, Floats, Ints, onto_ellipsoid, to_ecef

CELLS_A_BAND = 8
REACH_CELLS = 11
METRES_A_DEGREE = 111_000.0
Node = tuple[int, int]
Edge = tuple[Node, Node]


def band_lines(line: Line, km: float) -> tuple[Ints, ...]:
    """Return closed or open polylines (n, 2), longitude and latitude in micro-degrees, `km` from the line all round it.

    The distance is measured on a grid of an eighth of it, the level drawn through the cells, and each vertex moved
    along its own shortest way to the distance asked; where two stretches are equally near it is some per cent short.
    """
    metres = km * 1000
    grid = _Grid(line, metres)
    chains = _chain(grid.segments())
    drawn = [_settled(line, np.array([grid.crossing(edge) for edge in chain]), metres) for chain in chains]
    return tuple(each for each in drawn if len(each) > 3)


class _Grid:
    """Distances on the nodes of a grid near the line, less the distance asked."""

    def __init__(self, line: Line, metres: float) -> None:
        lats = np.concatenate([part.vertices[:, 1] for part in line.parts]) / E6
        self.high = metres / CELLS_A_BAND / METRES_A_DEGREE
        self.wide = self.high / np.cos(np.radians(lats.mean()))
        nodes = self._near(line)
        lat = np.rint(nodes[:, 0] * self.high * E6).astype(np.int64)
        lon = np.rint(nodes[:, 1] * self.wide * E6).astype(np.int64)
        excess = line.measure_many(lat, lon).metres - metres
        self.excess = {(row, column): far for (row, column), far in zip(nodes.tolist(), excess.tolist(), strict=True)}

    def _near(self, line: Line) -> Ints:
        """Return the nodes some cells round every vertex, and round points between vertices that lie far apart."""
        cells = np.concatenate([_walk(part.vertices / E6 / (self.wide, self.high)) for part in line.parts])
        cells = np.unique(np.rint(cells).astype(np.int64), axis=0)
        reach = np.arange(-REACH_CELLS, REACH_CELLS + 1)
        around = np.stack(np.meshgrid(reach, reach), axis=-1).reshape(-1, 2)
        return np.unique((cells[:, None, ::-1] + around).reshape(-1, 2), axis=0)

    def segments(self) -> Iterable[tuple[Edge, Edge]]:
        """Yield pairs of grid edges between which the level passes through one cell."""
        for row, column in self.excess:
            corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
            if not all(corner in self.excess for corner in corners):
                continue
            sides = zip(corners, [*corners[1:], corners[0]], strict=True)
            cut = [(min(a, b), max(a, b)) for a, b in sides if (self.excess[a] < 0) != (self.excess[b] < 0)]
            yield from zip(cut[::2], cut[1::2], strict=True)

    def crossing(self, edge: Edge) -> tuple[float, float]:
        """Return longitude and latitude in degrees where the level crosses a grid edge."""
        first, second = edge
        share = self.excess[first] / (self.excess[first] - self.excess[second])
        row, column = (a + share * (b - a) for a, b in zip(first, second, strict=True))
        return column * self.wide, row * self.high


def _walk(vertices: Floats) -> Floats:
    """Return vertices with points between them, no two more than a cell apart."""
    along = np.diff(vertices, axis=0)
    steps = np.maximum(1, np.ceil(np.abs(along).max(axis=1))).astype(np.int64)
    edge = np.repeat(np.arange(len(along)), steps)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[edge]
    return np.concatenate((vertices[edge] + share[:, None] * along[edge], vertices[-1:]))


def _chain(segments: Iterable[tuple[Edge, Edge]]) -> list[list[Edge]]:
    """Join segments that share an edge into chains; a closed one ends where it began."""
    joined: dict[Edge, list[Edge]] = defaultdict(list)
    for first, second in segments:
        joined[first].append(second)
        joined[second].append(first)
    ends = [edge for edge, others in joined.items() if len(others) == 1]
    return [_follow(start, joined) for start in [*ends, *joined] if joined[start]]


def _follow(start: Edge, joined: dict[Edge, list[Edge]]) -> list[Edge]:
    chain = [start]
    while joined[chain[-1]]:
        following = joined[chain[-1]].pop()
        joined[following].remove(chain[-1])
        chain.append(following)
    return chain


def _settled(line: Line, degrees: Floats, metres: float) -> Ints:
    """Move each vertex along the way to its foot until it is as far as asked."""
    points = np.rint(degrees * E6).astype(np.int64)
    found = line.measure_many(points[:, 1], points[:, 0])
    foot = to_ecef(found.foot_lat_e6, found.foot_lon_e6)
    way = to_ecef(points[:, 1], points[:, 0]) - foot
    _, lat, lon = onto_ellipsoid(foot + way * (metres / found.metres)[:, None])
    return np.rint(np.stack((lon, lat), axis=1) * E6).astype(np.int64)
