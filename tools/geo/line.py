"""The line between two countries: shared edges, each party's claims where their data overlap, land and sea."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
import shapely

from geo.inputs import Inputs
from geo.outline import country_of, land_of
from hamsaya.places.point import arc_metres, onto_ellipsoid, to_ecef
from hamsaya.places.strip import StripTree

FLOOR_M = 100
SEA_M = 1000
CAP_M = 5000
WINDOW_M = 5000
SMALLEST_ISLAND_DEG2 = 1e-3
Vertex = tuple[int, int]


@dataclass
class Arcs:
    """Arcs kept once each; a ring names them by number, backwards as -1 - number."""

    packed: list[list[int]] = field(default_factory=list)
    number: dict[tuple[Vertex, ...], int] = field(default_factory=dict)

    def add(self, vertices: tuple[Vertex, ...]) -> int:
        """Return the reference of an arc, kept or new."""
        if vertices in self.number:
            return self.number[vertices]
        if vertices[::-1] in self.number:
            return -1 - self.number[vertices[::-1]]
        self.number[vertices] = len(self.packed)
        self.packed.append(pack(vertices))
        return self.number[vertices]


def pack(vertices: Iterable[Vertex]) -> list[int]:
    """Return running differences, flat: longitude, latitude, change, change …"""
    points = np.array(list(vertices), np.int64)
    return np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel().tolist()


def rings_of(country: shapely.Geometry) -> Iterator[list[Vertex]]:
    """Yield each ring as micro-degree vertices without repeats, first one not repeated at the end."""
    for polygon in getattr(country, "geoms", [country]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [(round(x * 1e6), round(y * 1e6)) for x, y in ring.coords]
            kept = [each for each, _ in groupby(points)]
            if len(kept) > 3:
                yield kept[:-1]


def edge_keys(ring: list[Vertex]) -> list[tuple[Vertex, Vertex]]:
    """Return the edges of a ring, each with its ends in order so that both countries name it alike."""
    return [(min(a, b), max(a, b)) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]


def middles(keys: list[tuple[Vertex, Vertex]]) -> np.ndarray:
    """Return edge middles in degrees, shape (n, 2)."""
    return np.array([((a[0] + b[0]) / 2e6, (a[1] + b[1]) / 2e6) for a, b in keys])


class Splitter:
    """Gives every edge of both countries its class: shared land or sea, a claim, or the rest of the outline."""

    def __init__(self, inputs: Inputs, pair: tuple[str, str]) -> None:
        self.pair = pair
        self.shapes = {each: country_of(inputs, each) for each in pair}
        self.rings = {each: list(rings_of(self.shapes[each])) for each in pair}
        first, second = ({key for ring in self.rings[each] for key in edge_keys(ring)} for each in pair)
        self.shared = first & second
        self.overlap = _solid(self.shapes[pair[0]].intersection(self.shapes[pair[1]]))
        box = shapely.box(*_bounds(self.shared)).buffer(0.5)
        self.land = shapely.union_all([shapely.intersection(land_of(inputs, each), box) for each in pair])
        shapely.prepare(self.land)

    def classes(self, country: str, ring: list[Vertex]) -> list[str]:
        """Return `land`, `sea`, `claim` or `rest` for each edge of one ring."""
        keys = edge_keys(ring)
        wet = np.array([key in self.shared for key in keys])
        kinds = np.full(len(keys), "rest", dtype="U5")
        if wet.any():
            at = middles([key for key in keys if key in self.shared])
            kinds[wet] = np.where(shapely.contains_xy(self.land, at[:, 0], at[:, 1]), "land", "sea")
        if not self.overlap.is_empty:
            kinds[self._claimed(country, keys) & ~wet] = "claim"
        return _settle(ring, kinds.tolist())

    def _claimed(self, country: str, keys: list[tuple[Vertex, Vertex]]) -> np.ndarray:
        other = self.shapes[self.pair[1] if country == self.pair[0] else self.pair[0]]
        box = shapely.box(*self.overlap.bounds).buffer(0.01)
        near = shapely.intersection(other, box)
        shapely.prepare(near)
        at = middles(keys)
        return shapely.contains_xy(near, at[:, 0], at[:, 1])


def _solid(overlap: shapely.Geometry) -> shapely.MultiPolygon:
    kept = [each for each in getattr(overlap, "geoms", [overlap]) if each.geom_type == "Polygon" and each.area > 1e-6]
    return shapely.MultiPolygon(kept)


def _bounds(keys: Iterable[tuple[Vertex, Vertex]]) -> tuple[float, float, float, float]:
    at = np.array([end for key in keys for end in key]) / 1e6
    return (*at.min(axis=0), *at.max(axis=0))


def runs(ring: list[Vertex], kinds: list[str]) -> list[tuple[str, tuple[Vertex, ...]]]:
    """Cut a ring into stretches of one class, starting where a class begins (or at the least vertex of a whole one)."""
    changes = [at for at in range(len(kinds)) if kinds[at] != kinds[at - 1]]
    first = changes[0] if changes else ring.index(min(ring))
    turned = ring[first:] + ring[:first]
    kinds = kinds[first:] + kinds[:first]
    closed = [*turned, turned[0]]
    found, at = [], 0
    for kind, group in groupby(kinds):
        size = len(list(group))
        found.append((kind, tuple(closed[at : at + size + 1])))
        at += size
    return found


def metres(vertices: Iterable[Vertex]) -> np.ndarray:
    """Return the length of each edge."""
    points = np.array(list(vertices), np.int64)
    space = to_ecef(points[:, 1], points[:, 0])
    return arc_metres(space[:-1], space[1:])


def _settle(ring: list[Vertex], kinds: list[str]) -> list[str]:
    """Turn to land what the mask calls sea in the middle of the land line (lakes, seams)."""
    number = {key: at for at, key in enumerate(edge_keys(ring))}
    found = runs(ring, kinds)
    for at, (kind, stretch) in enumerate(found):
        around = {found[at - 1][0], found[(at + 1) % len(found)][0]}
        if kind == "sea" and around == {"land"}:
            for key in edge_keys(list(stretch))[:-1]:
                kinds[number[key]] = "land"
    return kinds


def build_line(inputs: Inputs, pair: tuple[str, str], detail_deg: float) -> dict[str, Any]:
    """Return the line file of a pair; outlines away from the line keep `detail_deg`."""
    split = Splitter(inputs, pair)
    arcs, parts = Arcs(), {}
    territory: dict[str, list[list[int]]] = {}
    for country in pair:
        territory[country] = []
        for ring in split.rings[country]:
            stretches = runs(ring, split.classes(country, ring))
            if _is_small_island(stretches):
                continue
            refs = []
            for kind, stretch in stretches:
                kept = _simpler(stretch, detail_deg) if kind == "rest" else stretch
                refs.append(arcs.add(kept))
                number = refs[-1] if refs[-1] >= 0 else -1 - refs[-1]
                if kind != "rest":
                    parts[number] = (kind, country if kind == "claim" else "", stretch)
            territory[country].append(refs)
    second = second_line(inputs, pair)
    return {
        "pair": list(pair),
        "arcs": arcs.packed,
        "parts": [_part(number, *parts[number], second, split) for number in sorted(parts)],
        "territory": territory,
        "disputes": _disputes(split, arcs),
    }


def _is_small_island(stretches: list[tuple[str, tuple[Vertex, ...]]]) -> bool:
    if len(stretches) > 1 or stretches[0][0] != "rest":
        return False
    return bool(shapely.Polygon(np.array(stretches[0][1]) / 1e6).area < SMALLEST_ISLAND_DEG2)


def _simpler(stretch: tuple[Vertex, ...], detail_deg: float) -> tuple[Vertex, ...]:
    line = shapely.LineString(np.array(stretch) / 1e6).simplify(detail_deg, preserve_topology=True)
    points = tuple((round(x * 1e6), round(y * 1e6)) for x, y in line.coords)
    return points if len(points) > 3 or points[0] != points[-1] else stretch


def second_line(inputs: Inputs, pair: tuple[str, str]) -> StripTree | None:
    """Return the land line of the second source, to tell where the two differ."""
    first, second = (land_of(inputs, each) for each in pair)
    common = shapely.intersection(first.boundary, second.boundary)
    pieces = [each for each in shapely.get_parts(common) if each is not None and each.geom_type == "LineString"]
    if not pieces:
        return None
    points = [np.rint(np.array(each.coords) * 1e6).astype(np.int64) for each in pieces]
    space = [to_ecef(each[:, 1], each[:, 0]) for each in points]
    return StripTree(np.concatenate([each[:-1] for each in space]), np.concatenate([each[1:] for each in space]))


def _part(
    number: int, kind: str, claim: str, stretch: tuple[Vertex, ...], second: StripTree | None, split: Splitter
) -> dict[str, Any]:
    at = middles(edge_keys(list(stretch))[:1])[0]
    surface = kind if kind != "claim" else ("land" if shapely.contains_xy(split.land, *at) else "sea")
    edges = len(stretch) - 1
    doubt = [[edges, SEA_M]] if surface == "sea" or second is None else land_doubt(stretch, second)
    return {"arc": number, "kind": surface, "claim": claim, "uncertainty": doubt}


def land_doubt(stretch: tuple[Vertex, ...], second: StripTree) -> list[list[int]]:
    """Return runs of edges and metres: how far the two sources differ within 5 km along the line, never under 100 m."""
    points = np.array(stretch, np.int64)
    space = to_ecef(points[:, 1], points[:, 0])
    far = arc_metres(space, onto_ellipsoid(second.nearest(space).foot)[0])
    along = np.concatenate(([0.0], np.cumsum(metres(stretch))))
    low, high = np.searchsorted(along, along - WINDOW_M), np.searchsorted(along, along + WINDOW_M, side="right")
    worst = np.array([far[a:b].max() for a, b in zip(low, high, strict=True)])
    edge = np.maximum(worst[:-1], worst[1:])
    steps = np.clip(np.ceil(edge / 50) * 50, FLOOR_M, CAP_M).astype(int)
    return [[len(list(group)), int(value)] for value, group in groupby(steps)]


def _disputes(split: Splitter, arcs: Arcs) -> list[dict[str, Any]]:
    found = []
    for polygon in split.overlap.geoms:
        rings = [[arcs.add((*ring, ring[0]))] for ring in rings_of(polygon)]
        found.append({"area_km2": round(area_km2(polygon), 2), "rings": rings})
    return found


def area_km2(polygon: shapely.Polygon) -> float:
    """Return a small polygon's area by the equal-area cylinder through its middle (to about 0.1 %)."""
    lat = np.radians(polygon.centroid.y)
    return float(polygon.area * np.cos(lat) * 111.195**2)
