"""Lists: "The two sides agreed:" and the items that follow on their own lines or behind semicolons."""

from hamsaya.reading.clause import clause_end, finite_at
from hamsaya.reading.frames import Found, negated, triggers
from hamsaya.reading.lexicon import words
from hamsaya.reading.page import Page
from hamsaya.reading.split import BULLET


def opens_list(page: Page, unit: int) -> tuple[int, str] | None:
    """Return (token, word) of the undertaking word in a lead-in.

    Or none if the unit leads in no undertakings.
    """
    low = page.tokens.low
    known = triggers()
    found: tuple[int, str] | None = None
    for at in range(page.first[unit], page.last[unit]):
        if low[at] in known.lead_not:
            found = None
        elif low[at] in known.lead and not negated(page, at, page.first[unit]):
            found = (at, low[at])
    return found


def item_rule(page: Page, unit: int, lead: int) -> list[Found]:
    """Return the action of a list item under the lead-in unit `lead`."""
    mark = opens_list(page, lead)
    if mark is None:
        return []
    begin, end = item_start(page, unit), page.last[unit]
    if begin >= end:
        return []
    subject = (page.first[lead], mark[0])
    return _piece(page, begin, end, subject, "list-item", _modality(mark[1]))


def _modality(word: str) -> str:
    return "PLEDGED" if word[:4] in ("pled", "unde", "prom", "vowe", "comm") else "AGREED"


def item_start(page: Page, unit: int) -> int:
    """Return the first token behind the bullet or number of an item."""
    piece = page.units[unit]
    bullet = BULLET.match(page.text[piece.start : piece.start + 20])
    return page.token_at(piece.start + bullet.end()) if bullet else page.first[unit]


LEAD = words("and to that also , ; : (")
ORDINALS = words(
    "first second third fourth fifth sixth firstly secondly thirdly fourthly lastly finally one two three four"
)


def _piece(page: Page, begin: int, end: int, subject: tuple[int, int], rule: str, modality: str) -> list[Found]:
    low = page.tokens.low
    while begin < end and (low[begin] in LEAD or (low[begin] in ORDINALS and low[begin + 1] in (",", "to", ":"))):
        begin += 1
    stop = clause_end(page, begin, end, whole=True)
    if stop - begin < 2 or low[begin] in ("not", "no"):
        return []
    trigger = begin - 1 if begin and low[begin - 1] == "to" else begin
    return [Found(begin, stop, (trigger, trigger + 1), rule, modality, subject)]


def inline_rule(page: Page, unit: int) -> list[Found]:
    """Take "agreed: A; B; C" and "decided to: (a) A, (b) B" inside one sentence."""
    if ":" not in page.words[unit]:
        return []
    low = page.tokens.low
    begin, end = page.first[unit], page.last[unit]
    colon = next((i for i in range(begin + 1, end - 1) if low[i] == ":"), -1)
    if colon < 0 or colon - begin > 30:
        return []
    mark = next(
        (
            (i, low[i])
            for i in range(colon - 1, max(begin - 1, colon - 8), -1)
            if low[i] in triggers().lead and not negated(page, i, begin)
        ),
        None,
    )
    if mark is None or any(low[i] in triggers().lead_not for i in range(mark[0], colon)):
        return []
    found: list[Found] = []
    for first, last in _pieces(page, colon + 1, end):
        found += _piece(page, first, last, (begin, mark[0]), "list-inline", _modality(mark[1]))
    return found


def _pieces(page: Page, begin: int, end: int) -> list[tuple[int, int]]:
    """Cut at semicolons and at enumerators like "(a)", "2)"."""
    low = page.tokens.low
    found, at, look = [], begin, begin
    while look < end:
        marker = look + 2 < end and low[look] == "(" and len(low[look + 1]) <= 3 and low[look + 2] == ")"
        short = look + 1 < end and low[look + 1] == ")" and low[look].isdigit()
        if low[look] == ";" or marker or short:
            if look > at:
                found.append((at, look))
            at = look + (3 if marker else 2 if short else 1)
            look = at
            continue
        look += 1
    found.append((at, end))
    return [(a, b) for a, b in found if b - a > 1]


def has_finite(page: Page, begin: int, end: int) -> bool:
    """Say whether a finite verb stands in the tokens."""
    return any(finite_at(page, i) for i in range(begin, end))
