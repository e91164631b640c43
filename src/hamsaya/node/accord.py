"""How far the two sides' scores agree: Krippendorff's alpha for ordered values, with its interval; no grade."""

from collections.abc import Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np

LEAST = 10
"""Fewer items in common than this are too few to say anything."""
VALUES = (0, 1, 2, 3)
DRAWS = 200


@dataclass(frozen=True, slots=True)
class Accord:
    """Alpha over `n` duties that both sides scored, with the middle 95 % of draws; None where there is no telling."""

    n: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def too_few(self) -> bool:
        """Tell whether fewer than ten duties were scored by both."""
        return self.n < LEAST


def accord(pairs: Sequence[tuple[int, int]]) -> Accord:
    """Return the agreement of pairs of scores 0 to 3; the draws of the interval are the same at every call."""
    if len(pairs) < LEAST or len({value for pair in pairs for value in pair}) < 2:
        return Accord(len(pairs))
    counts = np.zeros((len(pairs), len(VALUES)))
    for row, (one, two) in enumerate(pairs):
        counts[row, one] += 1
        counts[row, two] += 1
    draw = np.random.default_rng(20_240_129)
    found = []
    for _ in range(DRAWS):
        chosen = counts[draw.integers(0, len(pairs), len(pairs))]
        if np.count_nonzero(chosen.sum(axis=0)) > 1:
            found.append(_alpha(chosen))
    low, high = (float(each) for each in np.percentile(found, (2.5, 97.5)))
    return Accord(len(pairs), _alpha(counts), low, high)


def _alpha(counts: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> float:
    return float(krippendorff.alpha(value_counts=counts, value_domain=VALUES, level_of_measurement="ordinal"))
