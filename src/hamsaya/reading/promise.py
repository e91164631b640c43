"""Collect the undertakings of a report, one record per action, from all rules."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from hamsaya.reading.frames import Found, triggers
from hamsaya.reading.listing import inline_rule, item_rule, opens_list
from hamsaya.reading.modal import be_to_rule, going_rule, is_what_rule, modal_rule, scheduled_rule
from hamsaya.reading.nouns import noun_rule, ready_rule, upon_itself
from hamsaya.reading.page import Page
from hamsaya.reading.phrases import phrase_rule, phrases
from hamsaya.reading.telegraph import telegraph_rule
from hamsaya.reading.undertake import verb_rule

BE = frozenset(("is", "are", "was", "were"))
FUTURE = frozenset(
    (
        "will",
        "shall",
        "would",
        "'ll",
        "we'll",
        "we’ll",
        "they'll",
        "they’ll",
        "i'll",
        "i’ll",
        "won't",
        "won’t",
        "it'll",
        "it’ll",
        "he'll",
        "she'll",
        "there'll",
        "there’ll",
        "that'll",
        "who'll",
    )
)


Rule = Callable[[Page, int, int, int], list[Found]]


@lru_cache(maxsize=1)
def _openers() -> dict[str, tuple[Rule, ...]]:
    """Return for each word, verbs of undertaking aside, the rules it may open, in their order."""
    known = triggers()
    rows: tuple[tuple[Iterable[str], Rule], ...] = (
        (known.noun, noun_rule),
        (known.adjective, ready_rule),
        (FUTURE, modal_rule),
        (BE, be_to_rule),
        (BE, is_what_rule),
        (("going",), going_rule),
        (("scheduled", "due", "slated", "set", "fixed"), scheduled_rule),
        (("upon", "on"), upon_itself),
    )
    found: dict[str, tuple[Rule, ...]] = {}
    for openers, rule in rows:
        for word in openers:
            found[word] = (*found.get(word, ()), rule)
    return found


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """Return the bases of the verbs that undertake, by themselves or in a phrase."""
    return frozenset(triggers().verb.keys() | phrases().keys())


def find_commitments(page: Page) -> dict[int, list[Found]]:
    """Return the undertakings of each sentence unit."""
    made: dict[int, list[Found]] = {}
    for number, unit in enumerate(page.units):
        if unit.kind in ("heading", "question"):
            continue
        found = _own(page, number)
        if not found and unit.lead >= 0:
            found = item_rule(page, number, unit.lead)
        if found:
            made[number] = found
    return made


def _at(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return what the first rule that the word at `at` opens gives."""
    tokens, known = page.tokens, triggers()
    if tokens.base[at] in known.verb:
        found = verb_rule(page, at, begin, end)
        if found:
            return found
    if tokens.base[at] in phrases():
        found = phrase_rule(page, at, begin, end)
        if found:
            return found
    for rule in _openers().get(tokens.low[at], ()):
        found = rule(page, at, begin, end)
        if found:
            return found
    return []


def _own(page: Page, number: int) -> list[Found]:
    """Return what the unit's own words undertake."""
    begin, end = page.first[number], page.last[number]
    found = inline_rule(page, number)
    taken = [(min(f.first, f.trigger[0]), f.last) for f in found]
    verb, openers, tokens = _verbs(), _openers(), page.tokens
    for at in range(begin, end):
        if (tokens.base[at] in verb or tokens.low[at] in openers) and not any(a <= at < b for a, b in taken):
            new = _at(page, at, begin, end)
            found += new
            taken += [(min(f.first, f.trigger[0]), f.last) for f in new]
    if not found and not _lead_only(page, number):
        found = telegraph_rule(page, begin, end)
    return found


def _lead_only(page: Page, number: int) -> bool:
    """Say whether a unit only leads in a list."""
    return page.text[: page.units[number].end].endswith(":") and opens_list(page, number) is not None
