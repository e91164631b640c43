"""Cut what follows an undertaking word into separate actions: "agreed to A, B and to C" gives three."""

from hamsaya.reading.clause import clause_end, is_base_verb, skip_adverbs, verb_after
from hamsaya.reading.inflect import ING
from hamsaya.reading.lexicon import words
from hamsaya.reading.page import Page

NOMINAL = words(
    """establishment creation construction formation deployment installation extension introduction repatriation
    resumption building stationing posting setting launch expansion purchase transfer allocation dredging
    rehabilitation posting exchange return transit cooperation passage movement cost costs support access opening
    reopening supply delivery entry release payment use flow restoration removal withdrawal protection doubling
    tripling halving granting appointment publication translation erection inspection survey conduct holding adoption
    drafting signing transport training repair delineation demarcation digitisation digitization abolition safety
    share burden responsibility task"""
)


def actions(page: Page, at: int, end: int) -> list[tuple[int, int]]:
    """Cut a verb phrase at `at` into separate actions: "A, B and to C" gives three token spans."""
    stop = clause_end(page, at, end)
    found, begin, purpose = [], at, False
    look = at + 1
    while look < stop:
        if (
            page.tokens.low[look] == "to"
            and is_base_after(page, look + 1, stop)
            and page.tokens.low[look - 1] not in (",", "and", "or", "then")
        ):
            purpose = True
        split = _splits(page, look, stop, purpose)
        if split:
            found.append((begin, _trim(page, begin, look)))
            begin = look = split
            purpose = False
            continue
        look += 1
    found.append((begin, stop))
    return [(a, b) for a, b in found if b > a]


def is_base_after(page: Page, at: int, end: int) -> bool:
    """Say whether a base verb (adverbs allowed) stands at `at`."""
    verb = verb_after(page, at, end)
    return verb >= 0


def _trim(page: Page, begin: int, look: int) -> int:
    while look > begin and page.tokens.low[look - 1] in (",", "and", "or", ";"):
        look -= 1
    return look


def gerunds(page: Page, at: int, end: int) -> list[tuple[int, int]]:
    """Cut "opening A, building B and on holding C" into one span an action."""
    tokens, low = page.tokens, page.tokens.low
    stop = clause_end(page, at, end)
    found, begin = [], at
    for look in range(at + 1, stop):
        after = look + 1
        while after < stop and low[after] in ("and", "on", ",", "also", "then"):
            after += 1
        joint = low[look] in (",", "and") or low[look : look + 3] == ["as", "well", "as"]
        on = (low[look] == "as" and low[look + 3 : look + 4] == ["on"]) or (
            low[look] in ("and", ",") and "on" in low[look + 1 : after]
        )
        active = (
            low[look] != "as"
            and after < stop
            and (
                (tokens.bits[after] & ING and tokens.bits[at] & ING)
                or (NOMINAL & set(low[after : after + 2]) and NOMINAL & set(low[at : at + 3]))
            )
            and low[after]
            not in ("including", "raising-x", "according", "following", "during", "saying", "adding", "noting")
        )
        if joint and look > begin + 1 and (on or active):
            found.append((begin, _trim(page, begin, look)))
            begin = look + 4 if low[look] == "as" else after
    found.append((begin, stop))
    return [(a, b) for a, b in found if b > a]


def _splits(page: Page, look: int, stop: int, purpose: bool) -> int:
    """Return where the next action begins if a new one starts at the "and", "," or ";" at `look`, or 0."""
    low = page.tokens.low
    if low[look : look + 3] == ["as", "well", "as"]:
        return look + 4 if low[look + 3 : look + 4] == ["to"] else 0
    if low[look] not in (",", "and", "or", "then"):
        return 0
    after, comma = look + 1, low[look] == ","
    while after < stop and low[after] in ("and", "then", "or", "also", "finally", ","):
        after += 1
    if after >= stop:
        return 0
    if low[after] == "to" and is_base_after(page, after + 1, stop):
        return 0 if low[after + 1] == "be" and comma and low[look + 1] == "to" else after + 1
    if low[after] == "not" and low[after + 1 : after + 2] == ["to"]:
        return after
    if purpose and not (comma and low[look + 1] == "and"):
        return 0
    verb = skip_adverbs(page, after, stop)
    return after if verb < stop and is_base_verb(page, verb) and not (comma and purpose) else 0
