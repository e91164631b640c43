"""Closed rings in micro-degrees: which points lie inside, in exact integer sums."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hamsaya.places.point import Ints

SLAB_E6 = 4_000
PAIRS_AT_ONCE = 4_000_000


class Rings:
    """An area bounded by closed rings; a point is inside when it lies within an odd number of them."""

    def __init__(self, rings: Sequence[Ints]) -> None:
        """Build from rings of shape (n, 2): longitude, latitude in micro-degrees, first point repeated at the end."""
        joined = [ring for ring in rings if len(ring) > 3]
        self.start: Ints = np.concatenate([ring[:-1] for ring in joined]) if joined else np.zeros((0, 2), np.int64)
        self.end: Ints = np.concatenate([ring[1:] for ring in joined]) if joined else np.zeros((0, 2), np.int64)
        self._index_slabs()

    def _index_slabs(self) -> None:
        """List for each slab of latitude the edges that pass through it."""
        low = np.minimum(self.start[:, 1], self.end[:, 1]) // SLAB_E6
        high = np.maximum(self.start[:, 1], self.end[:, 1]) // SLAB_E6
        self._first = int(low.min()) if len(low) else 0
        slabs = int(high.max()) - self._first + 1 if len(low) else 0
        spans = high - low + 1
        edge = np.repeat(np.arange(len(low)), spans)
        slab = np.repeat(low, spans) + _ramp(spans) - self._first
        order = np.argsort(slab, kind="stable")
        self._edges: Ints = edge[order]
        self._offset: Ints = np.searchsorted(slab[order], np.arange(slabs + 1))

    def contains(self, lat_e6: Ints, lon_e6: Ints) -> NDArray[np.bool_]:
        """Say for each point whether it is inside."""
        slab = lat_e6 // SLAB_E6 - self._first
        known = (slab >= 0) & (slab < len(self._offset) - 1)
        begin = self._offset[np.where(known, slab, 0)]
        count = np.where(known, self._offset[np.where(known, slab + 1, 0)] - begin, 0)
        inside = np.zeros(len(lat_e6), np.bool_)
        step = max(1, PAIRS_AT_ONCE // max(1, int(count.max(initial=1))))
        for at in range(0, len(lat_e6), step):
            cut = slice(at, at + step)
            inside[cut] = self._odd(lat_e6[cut], lon_e6[cut], begin[cut], count[cut])
        return inside

    def _odd(self, lat: Ints, lon: Ints, begin: Ints, count: Ints) -> NDArray[np.bool_]:
        """Cast a ray east from each point and say where it crosses an odd number of edges."""
        who = np.repeat(np.arange(len(lat)), count)
        edge = self._edges[np.repeat(begin, count) + _ramp(count)]
        x1, y1 = self.start[edge].T
        x2, y2 = self.end[edge].T
        x, y = lon[who], lat[who]
        spans = (y1 > y) != (y2 > y)
        cross = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
        hit = spans & (np.where(y2 > y1, cross, -cross) > 0)
        odd: NDArray[np.bool_] = np.bincount(who[hit], minlength=len(lat)) % 2 == 1
        return odd


def _ramp(counts: Ints) -> Ints:
    """Return 0, 1, 2 … restarting for each count, so (2, 3) gives 0 1 0 1 2."""
    total = int(counts.sum())
    starts = np.cumsum(counts) - counts
    return np.arange(total) - np.repeat(starts, counts)
