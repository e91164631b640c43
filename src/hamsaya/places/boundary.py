"""Border lines between two neighbours as data with a version and an uncertainty, and the distance to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from hamsaya.core.errors import Refused
from hamsaya.places.distance import Band, Distance, Side, Within, band_of, bands, possible_bands, within_all
from hamsaya.places.point import E6, Floats, Ints, Point, arc_metres, onto_ellipsoid, to_ecef
from hamsaya.places.ring import Rings
from hamsaya.places.strip import StripTree
from hamsaya.places.topology import DATA, join_ring, read_json, unpack_arc

__all__ = [
    "Band",
    "Dispute",
    "Distance",
    "Distances",
    "Line",
    "Part",
    "Side",
    "Within",
    "band_of",
    "bands",
    "load_line",
    "load_lines",
    "measure_all",
    "possible_bands",
    "within_all",
]

LONGEST_EDGE_M = 500.0


@dataclass(frozen=True, eq=False)
class Part:
    """One unbroken stretch: vertices (n, 2) longitude, latitude in micro-degrees, and uncertainty of each edge."""

    vertices: Ints
    kind: str
    claim: str
    uncertainty_m: Floats


@dataclass(frozen=True, eq=False)
class Dispute:
    """Ground that both parties' own data claim."""

    between: tuple[str, str]
    area_km2: float
    rings: Rings


class Distances(NamedTuple):
    """Distances of many points, one entry each; `side` is 0 or 1 of `Line.pair`, -1 neither, -2 disputed, -3 unsure."""

    metres: Floats
    uncertainty_m: Floats
    side: NDArray[np.int8]
    foot_lat_e6: Ints
    foot_lon_e6: Ints
    part: Ints


@dataclass(frozen=True, eq=False)
class Line:
    """A border between `pair` as one source states it; data with a version, not authority.

    `stated_by` is empty for the shared data file and an ISO code for a party's own.
    """

    pair: tuple[str, str]
    version: str
    source: str
    licence: str
    attribution: str
    stated_by: str
    parts: tuple[Part, ...]
    territory: Mapping[str, Rings]
    disputes: tuple[Dispute, ...] = ()

    @cached_property
    def _edges(self) -> "_Edges":
        return _Edges.of(self.parts)

    @cached_property
    def tree(self) -> StripTree:
        """Return the strip tree over all edges, in the order of `parts`."""
        return StripTree(self._edges.start, self._edges.end)

    def only(self, kind: str) -> "Line":
        """Return the same line with its `land` or `sea` parts alone; raises Refused `place.line.no-part`."""
        kept = tuple(part for part in self.parts if part.kind == kind)
        if not kept:
            raise Refused("place.line.no-part", kind=kind, line=self.version)
        return replace(self, parts=kept, version=f"{self.version}/{kind}")

    def seen_by(self, party: str) -> "Line":
        """Return the line as `party` states it: the shared parts and its own claims."""
        kept = tuple(part for part in self.parts if part.claim in ("", party))
        return replace(self, parts=kept, version=f"{self.version}/{party}", stated_by=party)

    def measure_many(self, lat_e6: Ints, lon_e6: Ints) -> Distances:
        """Measure points given as integer micro-degree arrays of one length."""
        points = to_ecef(lat_e6, lon_e6)
        feet = self.tree.nearest(points)
        surface, foot_lat, foot_lon = onto_ellipsoid(feet.foot)
        metres = arc_metres(points, surface)
        uncertainty = self._edges.uncertainty_m[feet.segment]
        return Distances(
            metres,
            uncertainty,
            self._sides(lat_e6, lon_e6, metres <= uncertainty),
            np.rint(foot_lat * E6).astype(np.int64),
            np.rint(foot_lon * E6).astype(np.int64),
            self._edges.part[feet.segment],
        )

    def _sides(self, lat_e6: Ints, lon_e6: Ints, unsure: NDArray[np.bool_]) -> NDArray[np.int8]:
        first, second = (self._inside(country, lat_e6, lon_e6) for country in self.pair)
        side = np.select([first & second, first, second], [-2, 0, 1], -1).astype(np.int8)
        side[unsure & (side != -2)] = -3
        return side

    def _inside(self, country: str, lat_e6: Ints, lon_e6: Ints) -> NDArray[np.bool_]:
        return self.territory[country].contains(lat_e6, lon_e6)

    def measure(self, lat_e6: int, lon_e6: int) -> Distance:
        """Measure one point in integer micro-degrees; raises Refused `place.point.range`."""
        point = Point(lat_e6, lon_e6)
        many = self.measure_many(np.array([point.lat_e6]), np.array([point.lon_e6]))
        part = self.parts[int(many.part[0])]
        return Distance(
            metres=float(many.metres[0]),
            uncertainty_m=float(many.uncertainty_m[0]),
            line_version=self.version,
            side=self._side_word(int(many.side[0])),
            foot=Point(int(many.foot_lat_e6[0]), int(many.foot_lon_e6[0])),
            kind=part.kind,
            claim=part.claim,
        )

    def _side_word(self, side: int) -> str:
        return (*self.pair, Side.UNSURE, Side.DISPUTED, Side.NEITHER)[side].__str__()

    def country_at(self, lat_e6: int, lon_e6: int) -> str:
        """Return whose territory the data put a point in: ISO code, `disputed` or `neither`; uncertainty left aside."""
        lat, lon = np.array([lat_e6]), np.array([lon_e6])
        return self._side_word(int(self._sides(lat, lon, np.zeros(1, np.bool_))[0]))

    def length_m(self, kind: str | None = None) -> float:
        """Return the geodesic length of all parts, or of the `land` or `sea` parts, at this line's own detail."""
        edges = self._edges
        metres = arc_metres(*(onto_ellipsoid(each)[0] for each in (edges.start, edges.end)))
        kinds = np.array([part.kind for part in self.parts])
        wanted = np.ones(len(metres), np.bool_) if kind is None else kinds[edges.part] == kind
        return float(metres[wanted].sum())


class _Edges(NamedTuple):
    """All edges of a line in space, none longer than LONGEST_EDGE_M, with the part and uncertainty of each."""

    start: Floats
    end: Floats
    part: Ints
    uncertainty_m: Floats

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Self:
        """Cut every edge of the parts into short geodesic pieces."""
        cut = [_short_edges(part) for part in parts]
        numbers = np.repeat(np.arange(len(cut)), [len(each[0]) for each in cut])
        start, end, uncertainty = (np.concatenate([each[column] for each in cut]) for column in range(3))
        return cls(start, end, numbers, uncertainty)


def _short_edges(part: Part) -> tuple[Floats, Floats, Floats]:
    """Cut a part's edges: along the chord, then dropped onto the ellipsoid, which is the geodesic to millimetres."""
    vertices = to_ecef(part.vertices[:, 1], part.vertices[:, 0])
    start, along = vertices[:-1], np.diff(vertices, axis=0)
    pieces = np.maximum(1, np.ceil(np.linalg.norm(along, axis=1) / LONGEST_EDGE_M)).astype(np.int64)
    edge = np.repeat(np.arange(len(start)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (step / pieces[edge])[:, None]
    cut = onto_ellipsoid(start[edge] + share * along[edge])[0]
    return cut, np.concatenate((cut[1:], vertices[-1:])), part.uncertainty_m[edge]


def parse_line(body: Mapping[str, Any]) -> Line:
    """Build a Line from the JSON of a shipped line file."""
    arcs = [unpack_arc(packed) for packed in body["arcs"]]
    parts = tuple(
        Part(arcs[each["arc"]], each["kind"], each["claim"], _spread(each["uncertainty"])) for each in body["parts"]
    )
    first, second = body["pair"]
    return Line(
        (first, second),
        body["version"],
        body["source"],
        body["licence"],
        body["attribution"],
        body["stated_by"],
        parts,
        {country: _rings(arcs, rings) for country, rings in body["territory"].items()},
        tuple(Dispute((first, second), each["area_km2"], _rings(arcs, each["rings"])) for each in body["disputes"]),
    )


def _spread(runs: Iterable[tuple[int, float]]) -> Floats:
    counts, metres = zip(*runs, strict=True)
    return np.repeat(np.asarray(metres, np.float64), counts)


def _rings(arcs: list[Ints], rings: Iterable[list[int]]) -> Rings:
    return Rings([join_ring(arcs, refs) for refs in rings])


def _file_of(pair: tuple[str, str]) -> Path:
    return DATA / "odbl" / "lines" / ("-".join(sorted(pair)) + ".json.gz")


def shipped_pairs() -> tuple[tuple[str, str], ...]:
    """Return the pairs whose line is shipped with the software, in alphabetical order."""
    names = sorted(path.name.split(".")[0] for path in (DATA / "odbl" / "lines").glob("*.json.gz"))
    return tuple((name[:2], name[3:]) for name in names)


@lru_cache(maxsize=16)
def _load_sorted(pair: tuple[str, str]) -> Line:
    if not _file_of(pair).is_file():
        raise Refused("place.line.unknown", pair="-".join(pair))
    return parse_line(read_json(_file_of(pair)))


def load_line(pair: Iterable[str]) -> Line:
    """Return the shipped line between two ISO 3166 countries, in either order, with every party's claims in it.

    Raises Refused `place.line.unknown` where none is shipped. Loading is done once a process.
    """
    first, second = sorted(pair)
    return _load_sorted((first, second))


def load_lines(pair: Iterable[str], own: Iterable[Line] = ()) -> tuple[Line, ...]:
    """Return every view of a border: the shipped line, split by party where it is disputed, then the parties' own."""
    shipped = load_line(pair)
    claims = {part.claim for part in shipped.parts if part.claim}
    views = tuple(shipped.seen_by(party) for party in shipped.pair) if claims else (shipped,)
    return (*views, *own)


def measure_all(lines: Iterable[Line], lat_e6: int, lon_e6: int) -> tuple[Distance, ...]:
    """Measure one point against every view of a border; nothing is chosen between them."""
    return tuple(line.measure(lat_e6, lon_e6) for line in lines)
