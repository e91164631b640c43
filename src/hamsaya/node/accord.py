"""How far the two sides' scores agree: Cohen's kappa with quadratic weights, with its interval; no grade, no rank."""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 10
"""Fewer duties in common than this are too few to say anything."""
VALUES = 4


@dataclass(frozen=True, slots=True)
class Accord:
    """Kappa over `n` duties that both sides scored, with its 95 % interval; None where there is no telling."""

    n: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def too_few(self) -> bool:
        """Tell whether fewer than ten duties were scored by both."""
        return self.n < LEAST


def accord(pairs: Sequence[tuple[int, int]]) -> Accord:
    """Return the agreement of pairs of scores 0 to 3, as statsmodels computes it (Fleiss, Cohen and Everitt 1969).

    Where a side gave every duty the same score, agreement cannot be told from chance, and kappa is None.
    """
    if len(pairs) < LEAST or any(len(set(side)) == 1 for side in zip(*pairs, strict=True)):
        return Accord(len(pairs))
    import numpy as np  # both are slow to import, and few pages need them
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.zeros((VALUES, VALUES))
    np.add.at(table, tuple(np.array(pairs).T), 1)
    found = cohens_kappa(table, wt="quadratic")
    return Accord(len(pairs), float(found.kappa), max(-1.0, float(found.kappa_low)), min(1.0, float(found.kappa_upp)))
