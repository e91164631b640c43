"""The frames of undertaking words: what follows "to", "that", "on" and is the action."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from hamsaya.reading.actions import NOMINAL, actions, gerunds
from hamsaya.reading.clause import (
    AUX,
    DETERMINERS,
    clause_end,
    finite_at,
    is_adverb,
    skip_adverbs,
    verb_after,
)
from hamsaya.reading.inflect import ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import Frame, frame_table, load, words
from hamsaya.reading.page import Page
from hamsaya.reading.tokens import is_contracted

GAP = 12


class Found(msgspec.Struct, frozen=True, gc=False):
    """One action: its tokens, its trigger's tokens, the rule and the subject's tokens."""

    first: int
    last: int
    trigger: tuple[int, int]
    rule: str
    modality: str
    subject: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Triggers:
    """The compiled triggers.toml."""

    verb: dict[str, tuple[Frame, ...]]
    noun: dict[str, tuple[Frame, ...]]
    adjective: frozenset[str]
    reach: frozenset[str]
    voice: frozenset[str]
    lead: frozenset[str]
    lead_not: frozenset[str]
    refused: frozenset[str]
    not_action: frozenset[str]


@lru_cache(maxsize=1)
def triggers() -> Triggers:
    """Read triggers.toml."""
    t: dict[str, Any] = load("triggers")
    return Triggers(
        frame_table(t["verb"]),
        frame_table(t["noun"]),
        words(t["adjective"]["ready"]),
        words(t["reach"]["words"]),
        words(t["voice"]["words"]),
        words(t["lead_in"]["words"]),
        words(t["lead_in"]["not"]),
        words(t["refused"]["words"]),
        words(t["not_action"]["verbs"]),
    )


def negated(page: Page, at: int, begin: int) -> bool:
    """Say whether "not", "no" or a refusal stands right before the trigger at `at`."""
    low, base = page.tokens.low, page.tokens.base
    before = low[max(begin, at - 3) : at]
    return any(w in ("not", "no", "never", "without", "cannot") or is_contracted(w) for w in before) or any(
        base[i] in triggers().refused for i in range(max(begin, at - 3), at)
    )


def is_passive(page: Page, at: int, begin: int) -> bool:
    """Say whether the participle at `at` is passive ("was agreed")."""
    low = page.tokens.low
    look = at - 1
    while look >= begin and (is_adverb(low[look]) or low[look] in ("been", "being", "also")):
        look -= 1
    return look >= begin and (
        low[look] in ("is", "are", "was", "were", "be", "being")
        or (low[look] in ("has", "have", "had") and "been" in low[look:at])
    )


def verb_group(page: Page, at: int, begin: int) -> int:
    """Return where the verb group that ends at `at` begins ("has also been agreed")."""
    low = page.tokens.low
    while at > begin and (low[at - 1] in AUX or is_adverb(low[at - 1])):
        at -= 1
    return at


def complement_actions(
    page: Page, mark: tuple[str, int], at: int, end: int, frame: Frame, subject: tuple[int, int]
) -> list[Found]:
    """Turn the complement found behind a trigger into actions."""
    kind, start = mark
    cutter = {"that": that_clauses, "on": gerunds, "of": gerunds}.get(kind, actions)
    spans = cutter(page, start, end)
    return [
        Found(
            a,
            b,
            (at, start),
            frame.rule if frame.rule.endswith("restated") else f"{frame.rule}-{kind}",
            frame.modality,
            subject,
        )
        for a, b in spans
        if _is_action(page, a, b) and not (kind == "that" and frame.rule == "undertake" and _bygone(page, a, b))
    ]


def _bygone(page: Page, first: int, last: int) -> bool:
    """Say whether a clause that is sworn to speaks of what was: "swore that no soldier had crossed"."""
    low = page.tokens.low[first:last]
    ahead = {"will", "would", "shall", "should", "be", "can", "'ll", "to"}
    return ahead.isdisjoint(low) and bool({"had", "did", "was", "were", "has", "have", "never", "no"} & set(low))


def _is_action(page: Page, first: int, last: int) -> bool:
    return last > first and page.tokens.base[first] not in triggers().not_action


def find_complement(page: Page, at: int, end: int, frames: frozenset[str]) -> tuple[str, int] | None:
    """Find "to" + verb, "that", "on" or "for" behind a trigger, over adverbials.

    Return (frame, token of the action).
    """
    low = page.tokens.low
    look, limit = skip_adverbs(page, at, end), at + GAP
    while look < min(limit, end):
        mark = _mark(page, look, end, frames, look - at)
        if mark:
            return mark
        if low[look] == ",":
            close = next((i for i in range(look + 1, min(look + 12, end)) if low[i] == ","), -1)
            if close < 0 or low[look + 1] in ("and", "but", "which", "who"):
                return None
            look, limit = close + 1, limit + close - look
            continue
        if _breaks_off(page, look, at):
            return None
        look += 1
    return None


def _mark(page: Page, look: int, end: int, frames: frozenset[str], gap: int) -> tuple[str, int] | None:
    """Return the frame that the token at `look` opens."""
    word = page.tokens.low[look]
    if word == "to" and "to" in frames and verb_after(page, look + 1, end) >= 0:
        return "to", look + 1
    if word == "that" and "that" in frames and page.tokens.low[look - 1] not in ("on", "of", "for"):
        return "that", look + 1
    if (
        word in ("on", "upon")
        and "on" in frames
        and look + 1 < end
        and look + 1 not in page.date_at
        and (gap < 2 or page.tokens.bits[look + 1] & ING or page.tokens.low[look - 1] in (",", "principle"))
    ):
        return on_frame(page, look + 1, end)
    if (
        word == "to"
        and gap == 0
        and frames & {"on"}
        and NOMINAL & set(page.tokens.low[look + 1 : look + 4])
        and "of" in page.tokens.low[look + 2 : look + 6]
    ):
        return "on", look + 1
    if (
        word == "with"
        and "with" in frames
        and page.tokens.bits[look + 1] & ING
        and page.tokens.bits[look - 1 - gap] & PARTICIPLE
    ):
        return "on", look + 1
    return ("on", look + 1) if word == "for" and "for" in frames and gap == 0 else None


def _breaks_off(page: Page, look: int, at: int) -> bool:
    """Say whether the search for a complement must end at `look`."""
    word, bits = page.tokens.low[look], page.tokens.bits[look]
    if word in ("importance", "need", "necessity", "urgency", "value", "principles"):
        return True
    if word in (";", ".", ":", "?", "“", "”", '"', "which", "who", "while", "but"):
        return True
    return (word == "and" and look == at) or (
        look > at and bool(bits & (PAST | THIRD)) and finite_at(page, look) and word not in ("reached", "held")
    )


def on_frame(page: Page, at: int, end: int) -> tuple[str, int] | None:
    """Take "agreed on X" unless X is a need (a call) or only a topic."""
    low = page.tokens.low[at : at + 3]
    if {"need", "importance", "necessity", "principle", "principles"} & set(low) or any(
        w in ("behalf", "paper", "record") for w in low
    ):
        return None
    if "to" in page.tokens.low[at : min(at + 4, end)] and page.tokens.low[at] == "how":
        return None
    return "on", at


def that_clauses(page: Page, at: int, end: int) -> list[tuple[int, int]]:
    """Cut "that A be restored, B become ready and that C" into clauses."""
    found = []
    low = page.tokens.low
    while at < end:
        stop = clause_end(page, at, end, whole=True)
        cut = next((i for i in range(at + 4, stop) if _next_clause(page, i, stop)), stop)
        found.append((at, cut))
        look = cut
        while look < end and low[look] in (",", "and", ";", "“", '"', "”"):
            look += 1
        if look < end and look > cut and low[look] == "that":
            at = look + 1
        elif look < end and look > cut and _subjunctive(page, look, end):
            at = look
        else:
            break
    return [(a, b) for a, b in found if b > a]


def _next_clause(page: Page, at: int, stop: int) -> bool:
    """Say whether a comma or "and" leads to another clause of what was agreed: ", that carts take the lower ford"."""
    low = page.tokens.low
    if low[at] == "," and _subjunctive(page, at + 1, stop):
        return True
    again = at + 2 if low[at : at + 2] == [",", "and"] else at + 1
    return low[at] in (",", "and") and again + 4 < stop and low[again] == "that" and low[again + 1] != "of"


def _subjunctive(page: Page, at: int, end: int) -> bool:
    """Say whether a noun phrase and a base verb or modal begin at `at` ("the hotline become operational")."""
    low = page.tokens.low
    if at < end and low[at] in ("and", "that"):
        at += 1
    if at >= end or not (
        low[at] in DETERMINERS or page.tokens.word[at][0].isupper() or low[at] in ("joint", "both", "new")
    ):
        return False
    for look in range(at + 1, min(at + 12, end)):
        if low[look] in ("be", "become", "remain", "will", "would", "shall"):
            return True
        if low[look] in (",", ";", "that", "which", "and", "to"):
            return False
    return False
