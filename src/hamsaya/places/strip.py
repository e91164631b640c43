"""A strip tree over line segments in space: for many points at once, the nearest segment and the foot on it."""

from typing import NamedTuple

import numpy as np

from hamsaya.places.point import Floats, Ints

LEAF = 4
CHUNK = 2048
SAMPLE_DEPTH = 6
SLACK_M = 0.001


class Feet(NamedTuple):
    """The nearest place on the line for each point asked: segment index, and the foot in the same metres."""

    segment: Ints
    foot: Floats


class _Axes(NamedTuple):
    """Points or vectors as three flat arrays, which gather and multiply faster than one of shape (n, 3)."""

    x: Floats
    y: Floats
    z: Floats

    def take(self, index: Ints) -> "_Axes":
        return _Axes(self.x[index], self.y[index], self.z[index])

    def less(self, other: "_Axes") -> "_Axes":
        return _Axes(self.x - other.x, self.y - other.y, self.z - other.z)

    def dot(self, other: "_Axes") -> Floats:
        return self.x * other.x + self.y * other.y + self.z * other.z


class _Segments(NamedTuple):
    """Straight segments: start, way along, squared length."""

    start: _Axes
    along: _Axes
    square: Floats

    @classmethod
    def of(cls, start: Floats, along: Floats) -> "_Segments":
        square = np.maximum(np.einsum("ij,ij->i", along, along), 1e-12)
        return cls(_Axes(*start.T.copy()), _Axes(*along.T.copy()), square)

    def measure(self, points: _Axes, index: Ints) -> tuple[Floats, Floats, Floats]:
        """Return squared distance to the segment, squared distance to its start, and the share along it of the foot."""
        gap = points.less(self.start.take(index))
        along = self.along.take(index)
        square = self.square[index]
        dot = gap.dot(along)
        from_start = gap.dot(gap)
        share = np.clip(dot / square, 0.0, 1.0)
        return np.maximum(from_start - share * (2 * dot - share * square), 0.0), from_start, share


class _Level(NamedTuple):
    """The nodes of one depth: the chord of each, and how far its vertices stray from it."""

    chord: _Segments
    stray: Floats


class StripTree:
    """Segments in order along a line, halved again and again; gaps between parts are allowed.

    A node knows its chord and the largest distance of its vertices from that chord, so distance to the chord less
    that stray never exceeds the distance to any segment below it. Distance from a chord is convex along a segment,
    so the vertices decide.
    """

    def __init__(self, start: Floats, end: Floats) -> None:
        """Build from segment starts and ends, each (n, 3) in metres, n at least 1."""
        self.count = len(start)
        depth = max(0, int(np.log2(self.count / LEAF)))
        self._leaf = -(-self.count // 2**depth)
        padding = self._leaf * 2**depth - self.count
        self._middle = start.mean(axis=0)
        starts = np.concatenate((start, np.repeat(start[-1:], padding, axis=0))) - self._middle
        ends = np.concatenate((end, np.repeat(end[-1:], padding, axis=0))) - self._middle
        self._segments = _Segments.of(starts, ends - starts)
        self._levels = tuple(_level(starts, ends, 2**each, self.count) for each in range(depth + 1))

    def nearest(self, points: Floats) -> Feet:
        """Return the nearest segment and foot for points (n, 3) in metres; equal distances take the first segment."""
        parts = [self._nearest_chunk(points[at : at + CHUNK]) for at in range(0, len(points), CHUNK)]
        segment = np.concatenate([each.segment for each in parts]) if parts else np.zeros(0, np.int64)
        foot = np.concatenate([each.foot for each in parts]) if parts else np.zeros((0, 3))
        return Feet(segment, foot)

    def _nearest_chunk(self, given: Floats) -> Feet:
        """Bound each point from above, then keep only the nodes that can beat the bound, tightened on the way down."""
        points = _Axes(*(given - self._middle).T.copy())
        bound = self._upper_bound(points)
        who = np.arange(len(given))
        node = np.zeros(len(given), np.int64)
        for level in self._levels[1:]:
            who, node = np.repeat(who, 2), np.repeat(node * 2, 2)
            node[1::2] += 1
            gap, from_start, _ = level.chord.measure(points.take(who), node)
            first = np.searchsorted(who, np.arange(len(given)))
            bound = np.minimum(bound, np.sqrt(np.minimum.reduceat(from_start, first)) + SLACK_M)
            keep = np.sqrt(gap) - level.stray[node] <= bound[who]
            who, node = who[keep], node[keep]
        return self._best(points, who, node)

    def _upper_bound(self, points: _Axes) -> Floats:
        """Return for each point the distance to the nearest of some vertices spread over the line."""
        sample = self._levels[min(SAMPLE_DEPTH, len(self._levels) - 1)].chord.start
        gap = _Axes(*(axis[:, None] for axis in points)).less(sample)
        nearest: Floats = np.sqrt(gap.dot(gap).min(axis=1))
        return nearest + SLACK_M

    def _best(self, points: _Axes, who: Ints, node: Ints) -> Feet:
        """Measure every segment of the leaves left, and keep the nearest of each point."""
        segment = (node[:, None] * self._leaf + np.arange(self._leaf)).ravel()
        gap, _, share = self._segments.measure(points.take(np.repeat(who, self._leaf)), segment)
        first = np.searchsorted(who, np.arange(len(points.x))) * self._leaf
        least = np.minimum.reduceat(gap, first)
        at = np.flatnonzero(gap == least[np.repeat(who, self._leaf)])
        winner = at[np.searchsorted(who[at // self._leaf], np.arange(len(points.x)))]
        chosen, way = segment[winner], share[winner]
        along, start = self._segments.along.take(chosen), self._segments.start.take(chosen)
        foot = np.stack([a + way * b for a, b in zip(start, along, strict=True)], axis=1) + self._middle
        return Feet(np.minimum(chosen, self.count - 1), foot)


def _level(starts: Floats, ends: Floats, nodes: int, count: int) -> _Level:
    """Return the nodes of one depth; those of padding alone, after `count` segments, can never be the nearest."""
    firsts, lasts = starts.reshape(nodes, -1, 3)[:, 0], ends.reshape(nodes, -1, 3)[:, -1]
    chord = _Segments.of(firsts, lasts - firsts)
    node = np.repeat(np.arange(nodes), len(starts) // nodes)
    gaps = [chord.measure(_Axes(*vertices.T), node)[0].reshape(nodes, -1).max(axis=1) for vertices in (starts, ends)]
    stray = np.sqrt(np.maximum(*gaps)) + SLACK_M
    empty = np.arange(nodes) * (len(starts) // nodes) >= count
    return _Level(chord, np.where(empty, -np.inf, stray))
