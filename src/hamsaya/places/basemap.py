"""The web map of a pair: one TopoJSON file, and its lines in micro-degrees for a picture drawn on the server."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from hamsaya.core.errors import Refused
from hamsaya.places.point import E6, Ints
from hamsaya.places.topology import DATA


class Shape(NamedTuple):
    """One drawn thing: its properties, and paths (n, 2) of longitude and latitude in micro-degrees."""

    properties: Mapping[str, Any]
    paths: tuple[Ints, ...]


def basemap_file(pair: Iterable[str]) -> Path:
    """Return the gzipped TopoJSON to serve as it is; raises Refused `place.map.unknown` where none is shipped."""
    path = DATA / "odbl" / "basemap" / ("-".join(sorted(pair)) + ".topo.json.gz")
    if not path.is_file():
        raise Refused("place.map.unknown", pair="-".join(sorted(pair)))
    return path


def load_basemap(pair: Iterable[str]) -> dict[str, Any]:
    """Return the topology of a pair; raises Refused `place.map.unknown`."""
    topology: dict[str, Any] = json.loads(gzip.decompress(basemap_file(pair).read_bytes()))
    return topology


def draw_layer(topology: Mapping[str, Any], layer: str) -> Iterator[Shape]:
    """Yield every shape of a layer, such as `border`; areas fill by the even-odd rule, points are one vertex."""
    scale = topology["transform"]["scale"][0] * E6
    arcs = [np.cumsum(np.asarray(arc, np.int64), axis=0) for arc in topology["arcs"]]
    for each in topology["objects"][layer]["geometries"]:
        if each["type"] == "Point":
            paths = [np.array([each["coordinates"]], np.int64)]
        else:
            refs = [each["arcs"]] if each["type"] == "LineString" else each["arcs"]
            paths = [_join(arcs, ref) for ref in refs if ref]
        yield Shape(each["properties"], tuple(np.rint(path * scale).astype(np.int64) for path in paths))


def _join(arcs: list[Ints], refs: Iterable[int]) -> Ints:
    pieces = [arcs[ref] if ref >= 0 else arcs[-1 - ref][::-1] for ref in refs]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
