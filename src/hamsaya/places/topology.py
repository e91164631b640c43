"""Shared arcs and the rings made of them: the compact form in which lines and areas are stored."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hamsaya.core.errors import Broken
from hamsaya.places.point import Ints

DATA = Path(__file__).parent / "data"


def read_json(path: Path) -> Any:
    """Return the JSON of a shipped data file, plain or gzipped; raises Broken `place.data.missing`."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise Broken("place.data.missing", file=path.name) from error
    return json.loads(gzip.decompress(packed) if path.suffix == ".gz" else packed)


def unpack_arc(packed: Sequence[int]) -> Ints:
    """Return the vertices (n, 2) as longitude, latitude in micro-degrees of one arc of running differences."""
    return np.cumsum(np.asarray(packed, np.int64).reshape(-1, 2), axis=0)


def join_ring(arcs: Sequence[Ints], refs: Sequence[int]) -> Ints:
    """Return one closed ring from arc numbers; -1 - n means arc n walked backwards."""
    pieces = [arcs[ref] if ref >= 0 else arcs[-1 - ref][::-1] for ref in refs]
    joined = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    if not np.array_equal(joined[0], joined[-1]):
        raise Broken("place.data.open-ring", refs=tuple(refs))
    return joined
