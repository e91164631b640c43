"""Which records say nearly the same: character n-grams weighed by rarity (TF-IDF), found through an inverted index.

Texts are folded, so that spellings of either language meet, and cut into runs of four characters over word ends.
Each run falls into one of 2^18 drawers; a drawer lists the records that hold it. A question looks into its own
drawers alone. The whole is arrays, so that a hundred thousand records are asked in a fraction of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamsaya.core.text import fold

RUN = 4
DRAWERS = 1 << 18
COMMON = 0.25
"""A run that more than this share of all records hold says nothing and is passed over."""
_STEPS = np.array([1_000_003 ** (RUN - 1 - at) & 0xFFFFFFFF for at in range(RUN)], dtype=np.uint64)

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Numbers = NDArray[np.int64]


def _drawers(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return (document, drawer) of every run of every text, as two arrays."""
    folded = [f" {fold(text)} " for text in texts]
    lengths = np.array([len(text) for text in folded], dtype=np.int64)
    points = np.frombuffer("".join(folded).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    if len(points) < RUN:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    count = len(points) - RUN + 1
    keys = np.zeros(count, dtype=np.uint64)
    for at in range(RUN):
        keys += points[at : at + count] * _STEPS[at]
    keys = (keys ^ (keys >> np.uint64(17))) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(46)
    owner = np.repeat(np.arange(len(folded)), lengths)
    whole = owner[:count] == owner[RUN - 1 :]
    return owner[:count][whole], keys[whole].astype(np.int64)


@dataclass(frozen=True)
class Index:
    """Texts by number, ready to be asked."""

    names: tuple[str, ...]
    starts: Numbers
    """Where each drawer's list begins in `owners`."""
    owners: NDArray[np.int32]
    weights: Halves
    rarity: Floats

    def ask(self, text: str, limit: int = 5, least: float = 0.05) -> list[tuple[str, float]]:
        """Return the names of the texts most like this one with their likeness, 0 to 1, the likest first."""
        if not self.names:
            return []
        _, drawers = _drawers([text])
        kinds, counts = np.unique(drawers, return_counts=True)
        mine = (1 + np.log(counts)).astype(np.float32) * self.rarity[kinds]
        length = float(np.linalg.norm(mine))
        if length == 0:
            return []
        scores = np.zeros(len(self.names), dtype=np.float32)
        for drawer, weight in zip(kinds[mine > 0], mine[mine > 0], strict=True):
            part = slice(self.starts[drawer], self.starts[drawer + 1])
            scores[self.owners[part]] += weight * self.weights[part].astype(np.float32)
        scores /= length
        best = np.argsort(-scores, kind="stable")[:limit] if len(scores) <= limit else _top(scores, limit)
        return [(self.names[at], round(float(scores[at]), 3)) for at in best if scores[at] >= least]


def _top(scores: Floats, limit: int) -> Numbers:
    part = np.argpartition(-scores, limit)[:limit]
    return part[np.argsort(-scores[part], kind="stable")]


def build(names: Sequence[str], texts: Sequence[str]) -> Index:
    """Return the index of texts, each under its name; a name may stand for one text only."""
    owner, drawer = _drawers(texts)
    cells, counts = np.unique(drawer * max(len(texts), 1) + owner, return_counts=True)
    drawers, owners = np.divmod(cells, max(len(texts), 1))
    held = np.bincount(drawers, minlength=DRAWERS)
    rarity = np.log((1 + len(texts)) / (1 + held)).astype(np.float32) + np.float32(0.1)
    rarity[held > max(COMMON * len(texts), 20)] = 0
    telling = rarity[drawers] > 0
    drawers, owners, counts = drawers[telling], owners[telling], counts[telling]
    held = np.bincount(drawers, minlength=DRAWERS)
    weights = (1 + np.log(counts)).astype(np.float32) * rarity[drawers]
    lengths = np.sqrt(np.bincount(owners, weights=weights.astype(np.float64) ** 2, minlength=len(texts)))
    lengths[lengths == 0] = 1
    starts = np.zeros(DRAWERS + 1, dtype=np.int64)
    np.cumsum(held, out=starts[1:])
    normal = (weights / lengths[owners]).astype(np.float16)
    return Index(tuple(names), starts, owners.astype(np.int32), normal, rarity)
