"""Meetings told by a fixed wording: "sat down with", "came face to face", "compared notes", "faced the press"."""

from functools import lru_cache

from hamsaya.reading.gathered import human_subject
from hamsaya.reading.inflect import ING
from hamsaya.reading.lexicon import load
from hamsaya.reading.page import Page
from hamsaya.reading.venue import Met, phrase_end, status_of

Wording = tuple[tuple[str, ...], str, bool]
GAP = 4  # words that may stand where a wording has a star
BACK = 16  # tokens before a wording in which who, where or when may stand


@lru_cache(maxsize=1)
def wordings() -> dict[str, tuple[Wording, ...]]:
    """Return for each verb base the wordings it opens: the words behind it, the kind, whether all must follow."""
    found: dict[str, tuple[Wording, ...]] = {}
    for row in load("meetings")["wording"]:
        for text in row["words"]:
            verb, *rest = text.split()
            entry = (tuple(rest), row["kind"], bool(row.get("facts")))
            for base in verb.split("|"):
                found[base] = (*found.get(base, ()), entry)
    return found


def worded_meeting(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Return the meeting that a fixed wording at the verb `at` tells, if who, where or when stands with it."""
    for rest, kind, strict in wordings().get(page.tokens.base[at], ()):
        stop = _behind(page, at + 1, end, rest)
        if not stop or _only_hoped(page, at, begin) or _on_a_deed(page, stop, end):
            continue
        if kind in ("visit", "reception") and not human_subject(page, at, begin):
            continue
        last, facts = phrase_end(page, stop, end)
        if facts or (not strict and _known_before(page, at, begin)):
            return Met(at, max(last, stop), kind, status_of(page, begin, at, end), "worded")
    return None


def _behind(page: Page, at: int, end: int, rest: tuple[str, ...]) -> int:
    """Return the token behind the words of a wording, or 0; a star stands for up to four words."""
    low = page.tokens.low
    for number, word in enumerate(rest):
        if word == "*":
            goal = rest[number + 1].split("|")
            nexts = [i for i in range(at, min(at + GAP + 1, end)) if low[i] in goal]
            if not nexts:
                return 0
            at = nexts[0]
        elif at < end and (low[at] == word or ("|" in word and low[at] in word.split("|"))):
            at += 1
        else:
            return 0
    return at


def _on_a_deed(page: Page, at: int, end: int) -> bool:
    """Say whether "on drilling wells" follows: hands shaken on a deed undertake it."""
    return page.tokens.low[at : at + 1] == ["on"] and at + 1 < end and bool(page.tokens.bits[at + 1] & ING)


def _only_hoped(page: Page, at: int, begin: int) -> bool:
    """Say whether the wording stands under a wish or a refusal."""
    low = page.tokens.low
    return bool(
        {"hopes", "hoped", "wants", "refused", "declined", "should", "must", "urged"}.intersection(
            low[max(begin, at - 4) : at]
        )
    )


def _known_before(page: Page, at: int, begin: int) -> bool:
    """Say whether a name or a date stands shortly before."""
    return any(i in page.name_at or i in page.date_at for i in range(max(begin, at - BACK), at))
