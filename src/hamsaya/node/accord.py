"""How far the two sides' scores agree: Cohen's kappa with quadratic weights, with its interval; no grade, no rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

LEAST = 10
"""Fewer duties in common than this are too few to say anything."""
VALUES = 4
DRAWS = 2000
_APART = (np.arange(VALUES)[:, None] - np.arange(VALUES)[None, :]) ** 2


@dataclass(frozen=True, slots=True)
class Accord:
    """Kappa over `n` duties that both sides scored, with the middle 95 % of draws; None where there is no telling."""

    n: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def too_few(self) -> bool:
        """Tell whether fewer than ten duties were scored by both."""
        return self.n < LEAST


def accord(pairs: Sequence[tuple[int, int]]) -> Accord:
    """Return the agreement of pairs of scores 0 to 3; the draws of the interval are the same at every call.

    Checked in the tests against scikit-learn's `cohen_kappa_score(weights="quadratic")`.
    """
    if len(pairs) < LEAST:
        return Accord(len(pairs))
    table = np.zeros((VALUES, VALUES))
    for one, two in pairs:
        table[one, two] += 1
    whole = _kappa(table[None])[0]
    if np.isnan(whole):
        return Accord(len(pairs))
    draw = np.random.default_rng(20_240_129)
    drawn = draw.multinomial(len(pairs), (table / len(pairs)).ravel(), DRAWS).reshape(DRAWS, VALUES, VALUES)
    low, high = np.nanpercentile(_kappa(drawn), (2.5, 97.5))
    return Accord(len(pairs), float(whole), float(low), float(high))


def _kappa(tables: Any) -> Any:
    """Return kappa of each table; not a number where every score is the same."""
    tables = np.asarray(tables, dtype=float)
    seen = (tables * _APART).sum(axis=(1, 2))
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    by_chance = (rows[:, :, None] * columns[:, None, :] * _APART).sum(axis=(1, 2)) / tables.sum(axis=(1, 2))
    return 1 - np.divide(seen, by_chance, out=np.full(len(tables), np.nan), where=by_chance > 0)
