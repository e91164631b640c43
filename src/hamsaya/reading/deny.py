"""Denials: the claim that is rejected, and apart from it who is said to have made it up."""

from dataclasses import dataclass
from functools import lru_cache

from hamsaya.reading.clause import AUX, clause_end
from hamsaya.reading.inflect import ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page


@dataclass(frozen=True, slots=True)
class Denied:
    """One denial: its tokens, the claim's tokens (or None), and its rule."""

    first: int
    last: int
    claim: tuple[int, int] | None
    rule: str


@dataclass(frozen=True, slots=True)
class DenialWords:
    """The compiled denials.toml."""

    deny: frozenset[str]
    reject: frozenset[str]
    claim: frozenset[str]
    false: frozenset[str]
    call: frozenset[str]
    phrases: tuple[str, ...]
    made_up: frozenset[str]
    skip: frozenset[str]


@lru_cache(maxsize=1)
def denial_words() -> DenialWords:
    """Read denials.toml."""
    t = load("denials")
    return DenialWords(words(t["deny"]), words(t["reject"]), words(t["claim"]), words(t["false"]), words(t["call"]), tuple(t["phrases"]),
                       words(t["made_up_by"]), words(t["not_denial"]))


def find_denials(page: Page, unit: int) -> list[Denied]:
    """Return the denials of one unit, at most one per speaker and wording."""
    if page.units[unit].kind in ("heading", "question"):
        return []
    begin, end = page.first[unit], page.last[unit]
    for at in range(begin, end):
        hit = _verb(page, at, begin, end) or _false(page, at, begin, end)
        if hit:
            return [hit]
    return _phrase(page, unit, begin, end) or _answer(page, unit, begin, end)


def _verb(page: Page, at: int, begin: int, end: int) -> Denied | None:
    tokens, low, known = page.tokens, page.tokens.low, denial_words()
    base, bits = tokens.base[at], tokens.bits[at]
    if not (bits & (PAST | THIRD | ING) or at > begin and low[at - 1] in ("we", "they", "i", "categorically", "sides", "strongly", "firmly")):
        return None
    if any(w in ("not", "n't", "nor", "neither") or w.endswith(("n't", "n’t")) for w in low[max(begin, at - 3) : at]):
        return None
    stop = clause_end(page, at, end, whole=True)
    if base in known.deny:
        after = low[at + 1 : at + 4]
        if base == "deny" and (low[at - 1 : at] in (["was"], ["were"], ["been"], ["be"]) or set(after) & {"entry", "access", "visas", "visa", "passage", "permission"}):
            return None
        return Denied(at, stop, (at + 1, stop) if stop > at + 1 else None, "deny")
    if base in known.reject:
        near = low[at + 1 : min(stop, at + 14)]
        passive = bits & PARTICIPLE and low[at - 1 : at] in (["was"], ["were"], ["been"], ["is"])
        claims = [i for i, w in enumerate(near) if w in known.claim]
        if claims or set(near) & known.false:
            return Denied(at, stop, (at + 1, stop), "reject-claim")
        if passive and set(low[begin:at]) & known.claim:
            return Denied(begin, stop, (begin, at - 1), "reject-claim")
    return None


def _false(page: Page, at: int, begin: int, end: int) -> Denied | None:
    """Take "called the report baseless", "this is a fake report", "is untrue"."""
    tokens, low, known = page.tokens, page.tokens.low, denial_words()
    if low[at] not in known.false and not (low[at] in known.made_up and tokens.bits[at] & PARTICIPLE):
        return None
    if low[at] in ("wrong", "malicious", "ridiculous", "absurd", "concocted", "invented", "lie", "lies", "mistaken", "propaganda", "invention", "fantasy") and not set(low[begin:at]) & (known.claim | {"that", "this", "it", "called", "described"}):
        return None
    if any(w in ("not", "alarm", "alarms", "step") for w in low[max(begin, at - 2) : at + 2]):
        return None
    for back in range(at - 1, max(begin - 1, at - 14), -1):
        word = low[back]
        if tokens.base[back] in known.call and tokens.bits[back] & (PAST | ING | THIRD) and word != "said":
            stop = clause_end(page, back, end, whole=True)
            return Denied(back, max(stop, at + 1), (back + 1, at), "called-false")
        if word in AUX and word not in ("has", "have", "had", "did", "do"):
            first = _start(page, back, begin)
            return Denied(first, clause_end(page, at, end, whole=True), (first, back), "is-false")
        if word in (";", "."):
            break
    return None


def _start(page: Page, at: int, begin: int) -> int:
    low = page.tokens.low
    look = at
    while look > begin and low[look - 1] not in ("that", "said", "stated", ",", "“", '"', ":", ";", "added", "and", "says"):
        look -= 1
    return look


def _phrase(page: Page, unit: int, begin: int, end: int) -> list[Denied]:
    """Take fixed phrases: "no truth", "did not happen"."""
    tokens = page.tokens
    piece = page.units[unit]
    low = page.text[piece.start : piece.end].lower()
    for phrase in denial_words().phrases:
        place = low.find(phrase)
        if place < 0:
            continue
        if phrase in ("no such", "made up", "did not take place", "not accurate", "not correct", "never happened") and not _near_claim(page, unit):
            continue
        at = page.token_at(piece.start + place)
        first = _start(page, at, begin)
        return [Denied(first, max(clause_end(page, at, end, whole=True), at + 2), None, "denying-phrase")]
    return [] if tokens else []


def _near_claim(page: Page, unit: int) -> bool:
    """Say whether a claim, a question or a denial stands in this or the one or two units before."""
    known = denial_words()
    for number in range(max(0, unit - 2), unit + 1):
        if page.units[number].kind == "question":
            return True
        span = range(page.first[number], page.last[number])
        if any(page.tokens.low[i] in known.claim or page.tokens.base[i] in known.deny for i in span):
            return True
    return False


def _answer(page: Page, unit: int, begin: int, end: int) -> list[Denied]:
    """Take a flat negative that answers the question before it: "No. Our forces did not cross"."""
    low = page.tokens.low
    if not unit or page.units[unit - 1].kind != "question" or begin >= end:
        return []
    first = page.token_at(page.units[unit].label[1]) if page.units[unit].label else begin
    if first < end and low[first] in ("no", "absolutely", "never", "not", "none") and (low[first] != "no" or low[first + 1 : first + 2] in ([","], ["."], ["—"], [";"], ["–"])):
        return [Denied(first, clause_end(page, first, end, whole=True) if end - first < 3 else max(clause_end(page, first + 2, end, whole=True), first + 1), None, "answers-no")]
    if any(w in ("not", "no", "never", "nobody", "none", "nothing") for w in low[first:end]) and any(w in ("did", "was", "were", "has", "have", "had", "fired", "is", "are") for w in low[first:end]) and not set(low[first:end]) & {"will", "comment", "would", "can", "cannot", "know"}:
        return [Denied(first, clause_end(page, first, end, whole=True), None, "answers-negative")]
    return []


def made_up_by(page: Page, unit: int) -> tuple[int, int] | None:
    """Return the tokens that say who made a claim up: "fabricated by terrorist elements"."""
    low = page.tokens.low
    for at in range(page.first[unit], page.last[unit] - 2):
        if low[at] in denial_words().made_up and low[at + 1] == "by":
            return at, clause_end(page, at, page.last[unit])
    return None
