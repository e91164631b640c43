"""Collect the undertakings of a report, one record per action, from all rules."""

from functools import lru_cache

from hamsaya.reading.clause import AUX
from hamsaya.reading.frames import Found, triggers
from hamsaya.reading.listing import inline_rule, item_rule, opens_list
from hamsaya.reading.modal import be_to_rule, going_rule, modal_rule, scheduled_rule, telegraph_rule
from hamsaya.reading.nouns import noun_rule, ready_rule, upon_itself
from hamsaya.reading.page import Page
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
    )
)


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    """Return the words, verbs aside, that may open an undertaking."""
    return (
        frozenset(triggers().noun)
        | triggers().adjective
        | FUTURE
        | BE
        | {"going", "scheduled", "due", "slated", "set", "fixed", "upon", "on"}
    )


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


def _own(page: Page, number: int) -> list[Found]:
    """Return what the unit's own words undertake."""
    begin, end = page.first[number], page.last[number]
    found = inline_rule(page, number)
    taken = [(min(f.first, f.trigger[0]), f.last) for f in found]
    tokens, known = page.tokens, triggers()
    for at in range(begin, end):
        low = tokens.low[at]
        if (tokens.base[at] not in known.verb and low not in _openers()) or any(a <= at < b for a, b in taken):
            continue
        new: list[Found] = []
        if tokens.base[at] in known.verb:
            new = verb_rule(page, at, begin, end)
        if not new and low in known.noun:
            new = noun_rule(page, at, begin, end)
        if not new and low in known.adjective:
            new = ready_rule(page, at, begin, end)
        if not new and low in FUTURE:
            new = modal_rule(page, at, begin, end)
        if not new and low in BE:
            new = be_to_rule(page, at, begin, end)
        if not new and low == "going":
            new = going_rule(page, at, begin, end)
        if not new and low in ("scheduled", "due", "slated", "set", "fixed"):
            new = scheduled_rule(page, at, begin, end)
        if not new and low in ("upon", "on"):
            new = upon_itself(page, at, begin, end)
        found += new
        taken += [(min(f.first, f.trigger[0]), f.last) for f in new]
    if not found and not _lead_only(page, number):
        found = telegraph_rule(page, begin, end)
    return found


def _lead_only(page: Page, number: int) -> bool:
    return (page.text[: page.units[number].end].endswith(":") and opens_list(page, number) is not None) or not AUX
