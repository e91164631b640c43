"""Undertakings in fixed phrases: "said yes to", "signed off on", "were of one mind that"."""

from functools import lru_cache

from hamsaya.reading.frames import Found, complement_actions, find_complement, negated, verb_group
from hamsaya.reading.lexicon import Frame, load
from hamsaya.reading.page import Page
from hamsaya.reading.subject import subject_start

Phrase = tuple[tuple[str, ...], Frame]


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """Return for each verb base the phrases it opens: the words behind it and the frame at their end."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for row in load("triggers")["phrase"]:
        frame = Frame(row["rule"], row["modality"], frozenset(row["frames"].split()))
        for text in row["words"]:
            verb, *rest = text.split()
            found[verb] = (*found.get(verb, ()), (tuple(rest), frame))
    return found


def phrase_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertakings of a fixed phrase whose verb stands at `at`."""
    low = page.tokens.low
    for rest, frame in phrases().get(page.tokens.base[at], ()):
        last = at + len(rest)
        if last + 1 >= end or not all(_fits(low[at + 1 + n], word) for n, word in enumerate(rest)):
            continue
        if negated(page, at, begin):
            return []
        mark = _mark(page, last, end, frame)
        if mark:
            group = verb_group(page, at, begin)
            return complement_actions(page, mark, last, end, frame, (subject_start(page, group, begin), group))
    return []


def _fits(low: str, word: str) -> bool:
    return low == word or ("|" in word and low in word.split("|"))


def _mark(page: Page, last: int, end: int, frame: Frame) -> tuple[str, int] | None:
    """Return what the phrase binds: behind its own "on" or "to" whatever follows, else the frames it takes."""
    if "object" in frame.frames:
        return "on", last + 1
    return find_complement(page, last + 1, end, frame.frames)
