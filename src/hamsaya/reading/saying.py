"""Speech without a plain verb of speech: "went on", "made it clear", "laughed" behind a quotation, "termed it ..."."""

from functools import lru_cache

from hamsaya.reading.clause import AUX, finite_at
from hamsaya.reading.inflect import ING, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import QUOTES, Page
from hamsaya.reading.persons import SPEECH
from hamsaya.reading.subject import subject_start

LATER = words("with on over in at through by")  # what may stand behind a cue that closes its sentence
LEADS = words("after when while as if although though in on at during before since following asked for with under")
NAMED = 8  # tokens behind "termed", within which the quotation begins


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return for each verb base the words behind it with which it brings words."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for text in load("cues")["phrasal"]:
        verb, *rest = text.split()
        found[verb] = (*found.get(verb, ()), tuple(rest))
    return found


@lru_cache(maxsize=1)
def closing() -> frozenset[str]:
    """Return the verbs that bring words only behind a quotation or a clause that they close."""
    return words(load("cues")["closing"])


@lru_cache(maxsize=1)
def naming() -> frozenset[str]:
    """Return the verbs that bring a quoted name for something."""
    return words(load("cues")["naming"])


@lru_cache(maxsize=1)
def openers() -> frozenset[str]:
    """Return all verb bases at which a cue may stand."""
    return SPEECH | phrases().keys() | closing() | naming()


def phrase_end(page: Page, at: int, end: int) -> int:
    """Return the token behind a cue of several words ("made it clear"), or 0."""
    low = page.tokens.low
    if not page.tokens.bits[at] & (PAST | THIRD):
        return 0
    for rest in phrases().get(page.tokens.base[at], ()):
        stop = at + 1 + len(rest)
        if low[at + 1 : stop] == list(rest) and stop <= end and not (stop < end and low[stop] in ("to", "for", "a")):
            return stop
    return 0


def names_it(page: Page, at: int, end: int) -> bool:
    """Say whether a verb of naming brings a quotation: 'termed it "a lie"', 'spoke of "a tale"'."""
    tokens, low = page.tokens, page.tokens.low
    if tokens.base[at] not in naming() or not tokens.bits[at] & (PAST | THIRD) or low[at - 1] in AUX:
        return False
    quote = next((i for i in range(at + 1, min(at + NAMED, end)) if low[i] in QUOTES), -1)
    if quote < 0 or any(low[i] in (",", ";", ":") for i in range(at + 1, quote)):
        return False
    return quote + 1 < end and tokens.word[quote + 1][0].islower()


def closes(page: Page, at: int, begin: int, end: int) -> bool:
    """Say whether a cue with its subject closes a quotation or a clause before: '" he retorted on television.'."""
    tokens, low = page.tokens, page.tokens.low
    first = subject_start(page, at, begin)
    if not begin < first < at or not tokens.bits[at] & (PAST | THIRD):
        return False
    if low[first - 1] in QUOTES:
        return first - 2 >= begin and low[first - 2] in (",", ".", "!", "?")
    if low[first - 1] != "," or low[begin] in LEADS or tokens.bits[begin] & ING:
        return False
    told = any(tokens.bits[i] & (PAST | THIRD) or finite_at(page, i) or low[i] in AUX for i in range(begin, first - 1))
    return told and _ends_here(page, at + 1, end)


def _ends_here(page: Page, at: int, end: int) -> bool:
    """Say whether only where, when or how stands between a cue and the full stop."""
    low = page.tokens.low
    if low[at : at + 1] and (low[at] in LATER or at in page.date_at):
        stop = next((i for i in range(at, min(at + 9, end)) if low[i] in (".", ",", ";")), end)
        return (stop >= end or low[stop] == ".") and not any(
            finite_at(page, i) or low[i] in ("that", "to") or low[i] in QUOTES for i in range(at, stop)
        )
    return False
