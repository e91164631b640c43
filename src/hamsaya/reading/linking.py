"""Suggest earlier items that a new wording may restate.

Words and letter groups weighed by how rare they are.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The place of an earlier text in the list, a score from 0 to 1, and the words both share."""

    index: int
    score: float
    why: tuple[str, ...]


def terms(text: str) -> Counter[str]:
    """Return words and, for longer words, their beginnings and groups of four letters."""
    found: Counter[str] = Counter()
    for word in WORD.findall(text.lower()):
        found[word] += 1
        found.update(f"#{word[i : i + 4]}" for i in range(len(word) - 3))
    return found


class Index:
    """Earlier texts, ready to be asked; built once, asked in time that grows with the rare terms only."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Count the terms of all texts."""
        self.bags = [terms(t) for t in texts]
        self.where: dict[str, list[int]] = {}
        for number, bag in enumerate(self.bags):
            for term in bag:
                self.where.setdefault(term, []).append(number)
        self.length = [math.sqrt(sum(self._weight(t, n) ** 2 for t, n in bag.items())) or 1.0 for bag in self.bags]

    def _weight(self, term: str, count: int) -> float:
        return (
            (1 + math.log(count)) * math.log(1 + len(self.bags) / len(self.where[term])) if term in self.where else 0.0
        )

    def suggest(self, text: str, most: int = 5) -> list[Likeness]:
        """Return up to `most` earlier texts, likest first; never automatic, a person decides."""
        asked = terms(text)
        scores: Counter[int] = Counter()
        weights = {t: self._weight(t, n) for t, n in asked.items()}
        for term in sorted((t for t in weights if weights[t] > 0), key=lambda t: len(self.where[t]))[:60]:
            for number in self.where[term]:
                scores[number] += weights[term] * self._weight(term, self.bags[number][term])  # type: ignore[assignment]
        own = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        best = [(i, s / (own * self.length[i])) for i, s in scores.most_common(most)]
        return [Likeness(i, min(1.0, s), self._shared(asked, i)) for i, s in sorted(best, key=lambda b: -b[1])]

    def _shared(self, asked: Counter[str], number: int) -> tuple[str, ...]:
        common = [t for t in asked if t in self.bags[number] and not t.startswith("#")]
        return tuple(sorted(common, key=lambda t: len(self.where[t]))[:5])
