"""Denials: the claim that is rejected, and apart from it who is said to have made it up."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hamsaya.reading.clause import AUX, clause_end
from hamsaya.reading.event import incident_words
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
    return DenialWords(
        words(t["deny"]),
        words(t["reject"]),
        words(t["claim"]),
        words(t["false"]),
        words(t["call"]),
        tuple(t["phrases"]),
        words(t["made_up_by"]),
        words(t["not_denial"]),
    )


def find_denials(page: Page, unit: int, recent: bool = False) -> list[Denied]:
    """Return the denials of one unit, at most one; `recent`: another was found in the two units before."""
    if page.units[unit].kind in ("heading", "question"):
        return []
    begin, end = page.first[unit], page.last[unit]
    known, tokens = denial_words(), page.tokens
    for at in range(begin, end):
        base, low = tokens.base[at], tokens.low[at]
        hit = _verb(page, at, begin, end) if base in known.deny or base in known.reject else None
        if hit is None and (low in known.false or low in known.made_up):
            hit = _false(page, at, begin, end)
        if hit:
            return [hit]
    return _phrase(page, unit, begin, end) or _answer(page, unit, begin, end, recent)


SELF = words("himself herself themselves itself request requests bail asylum application appeal")
REFUSED = words("entry access visas visa passage permission space any-space sanctuary")
NEGATIVE = words("no not nobody none never neither nothing nor")
PAST_AUX = words("did was were has have had is are")


def _denied(page: Page, at: int, begin: int, stop: int) -> Denied | None:
    """Take a verb that denies whatever follows; "was denied entry" is no denial."""
    tokens, low = page.tokens, page.tokens.low
    passive = low[at - 1 : at] in (["was"], ["were"], ["been"], ["be"], ["is"], ["are"])
    if tokens.base[at] == "deny":
        someone = page.name_at.get(at + 1) is not None or low[at + 1] in (
            "them",
            "him",
            "terrorists",
            "militants",
            "people",
        )
        if (
            SELF & set(low[at + 1 : at + 3])
            or set(low[at + 1 : at + 2]) & REFUSED
            or ((passive or someone) and set(low[at + 1 : at + 4]) & REFUSED)
        ):
            return None
    if passive:
        said = low[at + 1 : at + 2] == ["by"] or set(low[begin:at]) & denial_words().claim
        return Denied(at - 1, stop, (begin, at - 1), "deny-passive") if said else None
    return Denied(at, stop, (at + 1, stop) if stop > at + 1 else None, "deny")


def _verb(page: Page, at: int, begin: int, end: int) -> Denied | None:
    tokens, low, known = page.tokens, page.tokens.low, denial_words()
    base, bits = tokens.base[at], tokens.bits[at]
    if not (
        bits & (PAST | THIRD | ING)
        or (at > begin and low[at - 1] in ("we", "they", "i", "categorically", "sides", "strongly", "firmly"))
    ):
        return None
    if any(w in ("not", "n't", "nor", "neither") or w.endswith(("n't", "n’t")) for w in low[max(begin, at - 3) : at]):
        return None
    stop = clause_end(page, at, end, whole=True)
    if base in known.deny:
        return _denied(page, at, begin, stop)
    if base in known.reject:
        near = low[at + 1 : min(stop, at + 14)]
        if low[at + 1 : at + 2] in (["this"], ["it"], ["that"], ["these"], ["them"]) and _near_claim(
            page, page.unit_of[at]
        ):
            return Denied(at, stop, None, "reject-claim")
        passive = bits & PARTICIPLE > 0 and low[at - 1 : at] in (["was"], ["were"], ["been"], ["is"])
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
    if low[at] in (
        "wrong",
        "provocation",
        "gratuitous",
        "malicious",
        "ridiculous",
        "absurd",
        "concocted",
        "invented",
        "lie",
        "lies",
        "mistaken",
        "propaganda",
        "invention",
        "fantasy",
    ) and not set(low[begin:end]) & (
        known.claim | {"that", "this", "it", "called", "described", "these", "those", "all"}
    ):
        return None
    if any(w in ("not", "alarm", "alarms", "step") for w in low[max(begin, at - 2) : at + 2]):
        return None
    for back in range(at - 1, max(begin - 1, at - 30), -1):
        word = low[back]
        if at - back > 14 and "as" not in low[max(back, at - 4) : at]:
            break
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
    while look > begin and low[look - 1] not in (
        "that",
        "said",
        "stated",
        ",",
        "“",
        '"',
        ":",
        ";",
        "added",
        "and",
        "says",
    ):
        look -= 1
    return look


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    """Return one expression for all fixed phrases of denial."""
    return re.compile(
        "|".join(re.escape(p) for p in sorted(denial_words().phrases, key=len, reverse=True)), re.IGNORECASE
    )


NEEDS_CLAIM = frozenset(("no such", "made up", "did not take place", "not accurate", "not correct", "never happened"))
SPOKEN = words("insist say state stress reply add")


def _phrase(page: Page, unit: int, begin: int, end: int) -> list[Denied]:
    """Take fixed phrases: "no truth", "did not happen"."""
    piece = page.units[unit]
    for match in _phrases().finditer(page.text, piece.start, piece.end):
        phrase = match.group().lower()
        spoken = phrase == "no such" and not SPOKEN.isdisjoint(page.tokens.base[begin:end])
        if phrase in NEEDS_CLAIM and not spoken and not _near_claim(page, unit):
            continue
        at = page.token_at(match.start())
        first = _start(page, at, begin)
        return [Denied(first, max(clause_end(page, at, end, whole=True), at + 2), None, "denying-phrase")]
    return []


NEARBY = words("reported alleged claimed accused whether rumoured")


def _near_claim(page: Page, unit: int) -> bool:
    """Say whether a claim, a question or a denial stands in this or the one or two units before."""
    known = denial_words()
    for number in range(max(0, unit - 2), unit + 1):
        if page.units[number].kind == "question" or _speaks_of_claims(page, number, known):
            return True
    return False


def _speaks_of_claims(page: Page, unit: int, known: DenialWords) -> bool:
    first, last = page.first[unit], page.last[unit]
    here = set(page.tokens.low[first:last])
    return not (
        known.claim.isdisjoint(here) and NEARBY.isdisjoint(here) and known.deny.isdisjoint(page.tokens.base[first:last])
    )


def _answer(page: Page, unit: int, begin: int, end: int, recent: bool) -> list[Denied]:
    """Take a flat negative next to a question, a claim or a denial: "No.

    Our forces did not cross", "No shot was fired".
    """
    low, label = page.tokens.low, page.units[unit].label
    first = page.token_at(label[1]) if label else begin
    while (first < end and low[first] in ("“", '"', "‘", "/", "-")) or (
        low[first][0].isdigit() and low[first + 1 : first + 2] == ["/"]
    ):
        first += 1
    if first >= end:
        return []
    asked = unit > 0 and page.units[unit - 1].kind == "question"
    if (
        low[first] in ("no", "never", "absolutely")
        and low[first + 1 : first + 2] in ([","], ["."], ["—"], [";"], ["–"], ["not"])
        and (asked or (low[first + 1] == "," and "not" in low[first : first + 12]))
    ):
        return [
            Denied(
                first, max(clause_end(page, min(first + 2, end - 1), end, whole=True), first + 1), None, "answers-no"
            )
        ]
    return (
        (_flat(page, unit, first, end) if asked or recent or _near_claim(page, unit) else [])
        or _no_such_event(page, first, end)
        or _had_not(page, first, end)
    )


def _no_such_event(page: Page, first: int, end: int) -> list[Denied]:
    """Take "There was no incursion"."""
    low = page.tokens.low
    for at in range(first, end - 2):
        if (
            low[at] == "there"
            and low[at + 1] in ("was", "were", "is", "has", "have", "are")
            and "no" in low[at + 1 : at + 5]
            and incident_words().nouns & set(low[at + 2 : at + 9])
        ):
            return [Denied(at, clause_end(page, at, end, whole=True), None, "no-such-event")]
    return []


def _had_not(page: Page, first: int, end: int) -> list[Denied]:
    """Take "said it had not fired a single round".

    A spoken negative about an act that would be an incident.
    """
    tokens, low = page.tokens, page.tokens.low
    for at in range(first + 1, end - 1):
        if (
            low[at] == "not"
            and low[at - 1] in ("had", "has", "did", "have")
            and any(
                tokens.base[i] in incident_words().verbs or tokens.base[i] in ("fire", "cross", "enter", "violate")
                for i in range(at + 1, min(at + 3, end))
            )
        ) and any(
            tokens.base[i] in ("say", "state", "insist", "stress", "claim", "tell", "maintain", "add", "clarify")
            for i in range(max(first, at - 9), at)
        ):
            start = _start(page, at, first)
            return [Denied(start, clause_end(page, at, end, whole=True), None, "had-not")]
    return []


NOT_A_DENIAL = words("will would comment one casualties can know confirmed yet doubt agreement date decision")


def _flat(page: Page, unit: int, first: int, end: int) -> list[Denied]:
    """Find a clause that begins with a negative subject or "did not" and speaks of the past."""
    low = page.tokens.low
    asked = page.units[max(0, unit - 1)].kind == "question"
    openers = ("that", '"', "“", ":", ",", "said")
    for at in [first, *(i + 1 for i in range(first, end - 2) if low[i] in openers)]:
        head = low[at : min(at + 9, end)]
        past = not PAST_AUX.isdisjoint(head) or any(page.tokens.bits[at + i] & PAST for i in range(len(head)))
        if _negative(head, asked) and past and NOT_A_DENIAL.isdisjoint(head):
            return [Denied(at, clause_end(page, at, end, whole=True), None, "flat-negative")]
    return []


def _negative(head: list[str], asked: bool) -> bool:
    """Say whether a clause denies by its first words: "nobody", "there are no"; as an answer also "we did not"."""
    if not head:
        return False
    having = head[0] in ("there", "we", "they") and "no" in head[1:4]
    return head[0] in NEGATIVE or having or (asked and "did" in head[:5] and "not" in head[:6])


def made_up_by(page: Page, unit: int) -> tuple[int, int] | None:
    """Return the tokens that say who made a claim up: "fabricated by terrorist elements"."""
    low = page.tokens.low
    for at in range(page.first[unit], page.last[unit] - 1):
        if (
            low[at] in ("made", "fabricated", "invented", "concocted")
            and low[at - 1] in ("had", "have", "has")
            and (low[at] != "made" or low[at + 1] == "up")
        ):
            first = _start(page, at, page.first[unit])
            which = next((i for i in range(at, first, -1) if low[i] in ("which", "that")), first)
            return which, at + 1 + (low[at] == "made")
    for at in range(page.first[unit], page.last[unit] - 2):
        if low[at] in denial_words().made_up and low[at + 1] == "by":
            return at, clause_end(page, at, page.last[unit])
    return None
