"""Calls by other shapes than a verb of asking.

"Are asked to", "let X do", "please shut", "our plea is that", "wants it scrapped".
"""

from hamsaya.reading.asking import Asked, Rule, call_words, subject_of
from hamsaya.reading.clause import DETERMINERS, clause_end, is_adverb
from hamsaya.reading.inflect import BASE, ING, PARTICIPLE, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page

SHAPES = load("calls")["shape"]
ASKED, ASIDE_FROM, GLAD, FAVOUR = (words(SHAPES[name]) for name in ("asked", "please_not", "glad", "favour"))
NOT_LET = words("me us there it no him not 's")
NEAR = 9


def _call(page: Page, first: int, cue: int, begin: int, end: int, rule: str) -> Asked:
    subject = subject_of(page, first, begin) if first > begin else (first, first)
    return Asked(first, clause_end(page, cue, end, whole=True), cue, rule, subject)


def _passive(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "are asked to", "is requested not to", "are called upon to"."""
    tokens, low = page.tokens, page.tokens.low
    cue = at + 1
    while cue < end and is_adverb(low[cue]):
        cue += 1
    if cue >= end or tokens.base[cue] not in ASKED or not tokens.bits[cue] & PARTICIPLE:
        return None
    behind = cue + 1 + (low[cue + 1] in ("on", "upon")) + (low[cue + 1 : cue + 3] == ["once", "more"]) * 2
    behind += low[behind] == "not"
    if low[behind] != "to" or not (tokens.bits[behind + 1] & BASE or low[behind + 1] in ("be", "not")):
        return None
    return _call(page, at, cue, begin, end, "is-asked-to")


def _let(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "Let Lusaka give", "let sleepers be laid" where a sentence or a quotation begins."""
    low = page.tokens.low
    if (at > begin and low[at - 1] not in ('"', "“", ":", ",", "and")) or low[at + 1] in NOT_LET:
        return None
    does = any(page.tokens.bits[i] & BASE or low[i] == "be" for i in range(at + 2, min(at + NEAR, end)))
    return Asked(at, clause_end(page, at, end, whole=True), at, "let", (at, at)) if does else None


def _please(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "Please shut the gates"."""
    low = page.tokens.low
    verb = at + 1
    while verb < end and low[verb] in (",", "please", "do", "not", "don't", "don’t"):
        verb += 1
    if (
        (at > begin and low[at - 1] == "to")
        or verb >= end
        or low[verb] in ASIDE_FROM
        or not page.tokens.bits[verb] & BASE
    ):
        return None
    return Asked(at, clause_end(page, at, end, whole=True), at, "please", (at, at))


def _is_that(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "our plea is that", "his only request was to"."""
    low = page.tokens.low
    if low[at + 1] not in ("is", "was", "remains") or low[at + 2] not in ("that", "to") or at == begin:
        return None
    first = next((i for i in range(at - 1, max(begin - 1, at - 4), -1) if low[i] in DETERMINERS), at)
    return Asked(first, clause_end(page, at, end, whole=True), at, "plea-is", (first, first))


def _wants(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "wants it scrapped", "wants the route moved", "wants a hotline"; not "wants to"."""
    tokens, low = page.tokens, page.tokens.low
    if low[at + 1] in ("to", "of", ",", ".", "for", "no", "nothing", "none", "and", "what") or at == begin:
        return None
    thing = low[at + 1] in ("a", "an") or tokens.bits[at + 1] & ING
    done = any(tokens.bits[i] & PARTICIPLE and not tokens.bits[i] & THIRD for i in range(at + 2, min(at + NEAR, end)))
    return _call(page, at, at, begin, end, "wants") if thing or done else None


def _would(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "would be glad to see", "would have the islands demilitarised"."""
    low = page.tokens.low
    glad = low[at + 1] == "be" and low[at + 2] in GLAD and low[at + 3] in ("to", "if")
    done = any(page.tokens.bits[i] & PARTICIPLE for i in range(at + 3, min(at + NEAR, end)))
    caused = low[at + 1] == "have" and low[at + 2] in ("the", "its", "all", "both", "their") and done
    return _call(page, at, at, begin, end, "would-be-glad") if glad or caused else None


def _favour(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "spoke out in favour of holding"."""
    tokens, low = page.tokens, page.tokens.low
    if low[at - 1 : at] != ["in"] or low[at + 1] != "of":
        return None
    for back in range(at - 2, max(begin - 1, at - 6), -1):
        if tokens.base[back] in FAVOUR:
            return _call(page, back, back, begin, end, "in-favour-of")
    return None


def _have_done(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "must have the planks counted"; "must have been" is a guess."""
    low = page.tokens.low
    if low[at + 1] != "have" or low[at + 2] not in ("the", "its", "their", "a", "every", "all"):
        return None
    return _call(page, at, at, begin, end, "should")


def openers() -> tuple[tuple[frozenset[str], Rule], ...]:
    """Return the rules with the words that may open each."""
    return (
        (frozenset(("is", "are")), _passive),
        (frozenset(("let",)), _let),
        (frozenset(("please",)), _please),
        (words(SHAPES["plea"]), _is_that),
        (frozenset(("wants",)), _wants),
        (frozenset(("would",)), _would),
        (frozenset(("favour", "favor")), _favour),
        (call_words().modal, _have_done),
    )
