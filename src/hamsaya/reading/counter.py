"""Denials that say how things stand instead: "The checkpoint is working as usual", "rumours he called 'cinema'"."""

from functools import lru_cache

from hamsaya.reading.clause import clause_end
from hamsaya.reading.denied import Denied, Phrases, by_two, denial_start, denial_words, phrases_in
from hamsaya.reading.inflect import ING, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page

CONTESTED = words(load("denials")["contested"])
ACCUSING = words("alleged alleges accused accuses purportedly purported rumoured rumored insists insisted")
MEDIA = words(
    "radio newspaper newspapers channel channels tabloid daily website websites blogger telegram facebook social"
)
TELLING = words("reported reports wrote writes claimed published spread broadcast circulated said")
DOUBTED = words(
    """true closed shut stopped stopping blocked suspended cut fallen fell captured taken seized burnt burned destroyed
    moved removed dead killed damaged missing sold empty fled expelled driven abandoned lost sunk refused report
    reported heard write agreement secret deal"""
)
QUOTE = words('“ " ‘')
UNSETTLED = words(
    "will would shall should must if unless until again reopened yet whether when once may might could only but"
)


def counter(page: Page, unit: int, begin: int, end: int, recent: bool) -> list[Denied]:
    """Return at most one denial that puts another state of things, or a mocking word, against a claim."""
    here = page.words[unit]
    return (
        (_styled(page, begin, end) if not QUOTE.isdisjoint(here) and not CONTESTED.isdisjoint(here) else [])
        or (_not_accepted(page, begin, end) if "accept" in page.bases[unit] else [])
        or _telegraphed(page, begin, end)
        or (_as_it_stands(page, begin, end) if recent or _contested(page, unit) else [])
    )


def _contested(page: Page, unit: int) -> bool:
    """Say whether the unit before puts a question or speaks of a rumour, a charge, or this one says who was asked."""
    low, begin = page.tokens.low, page.first[unit]
    if low[begin] == "asked" and low[begin + 1] in ("whether", "if", "about"):
        return True
    if unit == 0:
        return False
    here = page.words[unit - 1]
    asked = (page.asks[unit - 1] or page.units[unit - 1].kind == "question") and not DOUBTED.isdisjoint(here)
    told = not (MEDIA.isdisjoint(here) or TELLING.isdisjoint(here))
    return asked or told or not (CONTESTED.isdisjoint(here) and ACCUSING.isdisjoint(here))


NEAR = 7  # tokens behind a word of standing in which a condition would still be one of it


@lru_cache(maxsize=1)
def _standing() -> tuple[frozenset[str], Phrases]:
    """Return what says that nothing has changed: single words, and phrases."""
    every = [phrase.split() for phrase in load("denials")["standing"]]
    return frozenset(each[0] for each in every if len(each) == 1), by_two(each for each in every if len(each) > 1)


def _as_it_stands(page: Page, begin: int, end: int) -> list[Denied]:
    """Take "The post is standing, the flag is flying over it" behind a rumour that the post has fallen."""
    low = page.tokens.low
    single, phrases = _standing()
    places = {at for at in range(begin, end) if low[at] in single}
    for at in sorted(places.union(at for at, _ in phrases_in(page, phrases, begin, end))):
        first, stop = denial_start(page, at, begin), max(clause_end(page, at, end, whole=True), at + 1)
        if UNSETTLED.isdisjoint(low[first : min(stop, at + NEAR)]):
            return [Denied(first, stop, None, "as-it-stands")]
    return []


PRAISE = words(
    """credible serious true correct accurate welcome positive plausible grave worrying alarming disturbing important
    useful unconfirmed encouraging constructive very deeply extremely a-step good under being shocking"""
)


def _styled(page: Page, begin: int, end: int) -> list[Denied]:
    """Take "termed the rumour "an exercise in evasion"", "talk of levies was "cinema"": a mocking word for a claim."""
    tokens, low, known = page.tokens, page.tokens.low, denial_words()
    for at in range(begin + 2, end - 1):
        if not _opens(page, at) or not PRAISE.isdisjoint(low[at + 1 : at + 4]):
            continue
        since = max(begin, at - 12)
        claim = next((i for i in range(at - 1, since - 1, -1) if low[i] in CONTESTED), -1)
        if claim >= 0 and low[at - 1] in ("was", "were", "is", "are") and CALLED.isdisjoint(low[claim:at]):
            first = denial_start(page, claim, begin)
            return [Denied(first, clause_end(page, at, end, whole=True), (first, at - 1), "styled")]
        behind = low[at - 1] == "as" and not CONTESTED.isdisjoint(low[at + 2 : at + 7])
        verb = next((i for i in range(at - 1, since - 1, -1) if tokens.base[i] in known.call), -1)
        spoken = verb >= 0 and tokens.base[verb] not in QUOTING and tokens.bits[verb] & (PAST | THIRD | ING)
        if spoken and (verb < claim or behind):
            return [Denied(verb, clause_end(page, verb, end, whole=True), (verb + 1, at), "styled")]
    return []


def _opens(page: Page, at: int) -> bool:
    return page.tokens.low[at] in QUOTE and (page.quoted[at] or page.tokens.low[at] == "‘")


QUOTING = words("say rule know declare pronounce")
CALLED = words("that which who ,")


def _not_accepted(page: Page, begin: int, end: int) -> list[Denied]:
    """Take "did not accept this complaint"."""
    tokens, low = page.tokens, page.tokens.low
    for at in range(begin + 1, end - 1):
        said = low[at + 1 : at + 5]
        if tokens.base[at] != "accept" or (CONTESTED.isdisjoint(said) and said[:2] != ["this", "matter"]):
            continue
        if not {"not", "never", "refused", "refuses"}.isdisjoint(low[max(begin, at - 3) : at]):
            first = next(i for i in range(at - 1, begin - 1, -1) if low[i] in ("not", "never", "refused", "refuses"))
            return [Denied(max(begin, first - 1), clause_end(page, at, end, whole=True), (at + 1, end), "not-accepted")]
    return []


CURTLY = words("untrue false baseless unfounded groundless fabricated incorrect fictitious")
REPORTED = words("report reports rumour rumours rumor rumors claim claims allegation allegations story stories")
VERBS = words("is are was were be been called calls call not if that which")


def _telegraphed(page: Page, begin: int, end: int) -> list[Denied]:
    """Take "REPORTS OF SHELLING UNTRUE STOP": no verb between the claim and the word of falsehood."""
    low, unit = page.tokens.low, page.unit_of[begin]
    if CURTLY.isdisjoint(page.words[unit]) or REPORTED.isdisjoint(low[begin : begin + 4]):
        return []
    at = next(i for i in range(begin, end) if low[i] in CURTLY)
    ends = at + 1 >= end or low[at + 1] in (".", "stop", ";", ",", "–", "—", "(")
    return [Denied(begin, at + 1, (begin, at), "telegraphed")] if ends and VERBS.isdisjoint(low[begin:at]) else []
