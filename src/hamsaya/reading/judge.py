"""Assessments and principles: judgements of how cooperation fares, and rules of conduct."""

from functools import lru_cache

import msgspec

from hamsaya.reading.clause import AUX, clause_end
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page
from hamsaya.reading.subject import subject_start


class Judged(msgspec.Struct, frozen=True, gc=False):
    """One judgement: its tokens, what is judged, and which way."""

    first: int
    last: int
    scope: str
    direction: str


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str], tuple[str, ...]]:
    """Return what is judged, the words of praise and blame, those of blame, and the phrases of principle."""
    t = load("principles")
    negative = words(t["negative"])
    return words(t["subject"]), words(t["positive"]) | negative, negative, tuple(t["principle"])


TOGETHER = words("coordinate cooperate collaborate co-ordinate co-operate")


def find_assessments(page: Page, unit: int) -> list[Judged]:
    """Return the judgement of a unit.

    A subject of cooperation and a word of praise or blame with a form of "be" or "have".
    """
    subjects, judging, negative, _ = _words()
    low = page.tokens.low
    begin, end = page.first[unit], page.last[unit]
    silent = subjects.isdisjoint(page.words[unit]) and TOGETHER.isdisjoint(page.bases[unit])
    if silent or page.units[unit].kind == "heading":
        return []
    for at in range(begin, end):
        if page.tokens.base[at] in TOGETHER:
            said = [w for w in low[at : min(at + 7, end)] if w in judging]
            if said:
                first = subject_start(page, at, begin)
                way = "negative" if said[0] in negative else "positive"
                return [Judged(first, clause_end(page, first, end, whole=True), "coordination", way)]
        if low[at] not in subjects:
            continue
        near = range(at, min(at + 14, end))
        verb = next((i for i in near if low[i] in AUX or low[i] in ("remains", "remained")), -1)
        praise = [i for i in range(max(begin, at - 4), min(at + 14, end)) if low[i] in judging]
        if verb < 0 or not praise or any(low[i] in ("that", ";", "to") for i in range(at, verb)):
            continue
        word = low[praise[-1]] if low[praise[-1]] in negative else low[praise[0]]
        first = subject_start(page, verb, begin)
        return [
            Judged(
                first, clause_end(page, first, end, whole=True), low[at], "negative" if word in negative else "positive"
            )
        ]
    return []


def is_principle(low: str) -> bool:
    """Say whether a sentence, in small letters, states a rule of conduct."""
    return any(map(low.__contains__, _words()[3]))
