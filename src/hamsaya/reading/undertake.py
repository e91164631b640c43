"""Undertakings: which words promise, agree or decide, and the action each of them binds."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hamsaya.reading.clause import (
    AUX,
    DETERMINERS,
    MODALS,
    actions,
    clause_end,
    finite_at,
    is_adverb,
    skip_adverbs,
    subject_start,
    verb_after,
)
from hamsaya.reading.inflect import BASE, ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import Frame, frame_table, load, words
from hamsaya.reading.page import Page

GAP = 12


@dataclass(frozen=True, slots=True)
class Found:
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
        frame_table(t["verb"]), frame_table(t["noun"]), words(t["adjective"]["ready"]), words(t["reach"]["words"]), words(t["voice"]["words"]),
        words(t["lead_in"]["words"]), words(t["lead_in"]["not"]), words(t["refused"]["words"]), words(t["not_action"]["verbs"]))


def negated(page: Page, at: int, begin: int) -> bool:
    """Say whether "not", "no" or a refusal stands right before the trigger at `at`."""
    low, base = page.tokens.low, page.tokens.base
    before = low[max(begin, at - 3) : at]
    return any(w in ("not", "no", "never", "without", "cannot", "n't") or w.endswith(("n't", "n’t")) for w in before) or any(
        base[i] in triggers().refused for i in range(max(begin, at - 3), at))


def _passive(page: Page, at: int, begin: int) -> bool:
    """Say whether the participle at `at` is passive ("was agreed")."""
    low = page.tokens.low
    look = at - 1
    while look >= begin and (is_adverb(low[look]) or low[look] in ("been", "being", "also")):
        look -= 1
    return look >= begin and (low[look] in ("is", "are", "was", "were", "be", "being") or (low[look] in ("has", "have", "had") and "been" in low[look:at]))


def verb_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertakings of the trigger verb at token `at`."""
    frames = triggers().verb[page.tokens.base[at]]
    if negated(page, at, begin):
        return []
    subject = (subject_start(page, _verb_group(page, at, begin), begin), _verb_group(page, at, begin))
    passive = _passive(page, at, begin)
    for frame in frames:
        found = _verb_frame(page, at, end, frame, subject, passive)
        if found:
            return found
    return _passive_object(page, at, begin, frames, subject) if passive else []


def _verb_group(page: Page, at: int, begin: int) -> int:
    """Return where the verb group that ends at `at` begins ("has also been agreed")."""
    low = page.tokens.low
    while at > begin and (low[at - 1] in AUX or is_adverb(low[at - 1])):
        at -= 1
    return at


def _passive_object(page: Page, at: int, begin: int, frames: tuple[Frame, ...], subject: tuple[int, int]) -> list[Found]:
    """Take "The opening of X was agreed": the subject is the action."""
    first, last = subject
    if last - first < 3 or page.tokens.low[first] in ("it", "this", "that", "what", "as", "which") or not any("object" in f.frames or "that" in f.frames for f in frames):
        return []
    heads = {"opening", "reopening", "exchange", "creation", "establishment", "extension", "start", "resumption", "setting", "launch", "deployment", "construction", "return", "release", "introduction", "removal", "formation"}
    if not heads & set(page.tokens.low[first:last]):
        return []
    stop = clause_end(page, at, page.last[page.unit_of[at]])
    return [Found(first, stop, (at, at + 1), f"{frames[0].rule}-passive", frames[0].modality, (first, first))]


def _verb_frame(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int], passive: bool) -> list[Found]:
    """Try one frame behind the verb at `at`."""
    tokens, low = page.tokens, page.tokens.low
    if frame.frames & {"self", "adjective"}:
        return _committed(page, at, end, frame, subject, passive)
    if tokens.bits[at] & BASE and low[at] in ("plan", "plans", "promise", "promises", "pledge", "vow") and not _verb_here(page, at):
        return []
    mark = _complement(page, at + 1, end, frame.frames)
    if mark is None:
        return _direct(page, at, end, frame, subject) if "object" in frame.frames else []
    return _complement_actions(page, mark, at, end, frame, subject)


def _verb_here(page: Page, at: int) -> bool:
    """Say whether a word that is noun and verb is a verb here (a subject before it, no determiner)."""
    low = page.tokens.low
    return at > 0 and low[at - 1] not in DETERMINERS and low[at - 1] not in ("of", "'s", "’s", "new", "joint", "any", "action", "work", "contingency")


def _complement_actions(page: Page, mark: tuple[str, int], at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Turn the complement found behind a trigger into actions."""
    kind, start = mark
    spans = _that_clauses(page, start, end) if kind == "that" else actions(page, start, end)
    return [Found(a, b, (at, start), f"{frame.rule}-{kind}", frame.modality, subject) for a, b in spans if _is_action(page, a, b)]


def _is_action(page: Page, first: int, last: int) -> bool:
    return last > first and page.tokens.base[first] not in triggers().not_action


def _complement(page: Page, at: int, end: int, frames: frozenset[str]) -> tuple[str, int] | None:
    """Find "to" + verb, "that" or "on" behind a trigger, over adverbials; return (frame, token of the action)."""
    tokens, low = page.tokens, page.tokens.low
    if at < end and low[at] in ("on", "upon") and "on" in frames and at + 1 < end and (at + 1) not in page.date_at:
        return _on(page, at + 1, end)
    for look in range(at, min(at + GAP, end)):
        word = low[look]
        if word == "to" and "to" in frames and verb_after(page, look + 1, end) >= 0:
            return "to", look + 1
        if word == "that" and "that" in frames:
            return "that", look + 1
        if word == ":" and "that" in frames:
            return None
        if word in (";", ".", "?", "“", "”", '"') or (look > at and tokens.bits[look] & (PAST | THIRD) and finite_at(page, look) and word not in ("reached", "held")):
            return None
        if word in ("and", "but", "while", "which", "who") and look == at:
            return None
    return None


def _on(page: Page, at: int, end: int) -> tuple[str, int] | None:
    """Take "agreed on X" unless X is a need (a call) or only a topic."""
    low = page.tokens.low[at : at + 3]
    if {"need", "importance", "necessity", "principle", "principles"} & set(low) or any(w in ("behalf", "paper", "record") for w in low):
        return None
    if "to" in page.tokens.low[at : min(at + 4, end)] and page.tokens.low[at] in ("how",):
        return None
    return "on", at


def _that_clauses(page: Page, at: int, end: int) -> list[tuple[int, int]]:
    """Cut "that A and that B" into clauses."""
    found = []
    while at < end:
        stop = clause_end(page, at, end, whole=True)
        found.append((at, stop))
        look = stop
        while look < end and page.tokens.low[look] in (",", "and", ";", "but"):
            look += 1
        if look < end and page.tokens.low[look] == "that" and look > stop:
            at = look + 1
            continue
        break
    return found


def _direct(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Take an object right behind the verb: "agreed a timetable", "agreed reopening the gate", "promised a new ramp"."""
    tokens, low = page.tokens, page.tokens.low
    if at + 1 >= end or not tokens.bits[at] & (PAST | PARTICIPLE | THIRD) or low[at] in ("pledges", "promises") and not _verb_here(page, at):
        return []
    after = low[at + 1]
    if tokens.bits[at + 1] & ING and after not in ("during", "according", "pending", "following") or after in ("a", "an", "its", "their", "full", "new", "more", "further", "that") or after[0].isdigit():
        rest = low[at + 1 : at + 5]
        if {"agreement", "deal", "accord", "statement", "communique", "declaration"} & set(rest):
            return []
        return [Found(a, b, (at, at + 1), f"{frame.rule}", frame.modality, subject) for a, b in [(at + 1, clause_end(page, at + 1, end))] if b > a]
    if frame.rule == "agree-object" and after == "the" and low[at] == "agreed":
        return []
    return _zero_that(page, at, end, frame, subject)


def _zero_that(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Take "agreed the gate will reopen": a clause with its own modal and no "that"."""
    low = page.tokens.low
    for look in range(at + 2, min(at + 12, end)):
        if low[look] in ("will", "would", "shall", "should"):
            stop = clause_end(page, at + 1, end, whole=True)
            return [Found(at + 1, stop, (at, at + 1), f"{frame.rule}-that", frame.modality, subject)]
        if low[look] in (",", ";", "to", "that", "which"):
            break
    return []


def _committed(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int], passive: bool) -> list[Found]:
    """Take "is committed to dialogue", "committed itself to open", "is determined to correct this"."""
    tokens, low = page.tokens, page.tokens.low
    itself = at + 1 < end and low[at + 1] in ("itself", "themselves", "ourselves", "himself", "herself", "to")
    if "self" not in frame.frames and not (passive or (at > 0 and low[at - 1] in ("remain", "remained", "remains", "stand", "stands", "stood", "fully", "firmly", "are", "is"))):
        return []
    if not (passive or itself or low[at - 1 : at] in (["remain"], ["remained"], ["remains"])):
        return []
    for look in range(at + 1, min(at + 6, end)):
        if low[look] == "to" and look + 1 < end:
            if frame.rule == "determined" and verb_after(page, look + 1, end) < 0:
                return []
            return [Found(a, b, (at, look + 1), frame.rule, frame.modality, subject) for a, b in actions(page, look + 1, end)]
        if low[look] in (",", ".", ";", "and", "that"):
            break
    return []


def noun_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertakings of the trigger noun at `at`: "a pledge to", "reached agreement on"."""
    low = page.tokens.low
    if negated(page, at, begin) or (at and low[at - 1] in ("to", "will", "would")) or "called" in low[max(begin, at - 5) : at]:
        return []
    verb = _governing(page, at, begin)
    subject = (subject_start(page, verb, begin), verb) if verb > begin else (at, at)
    for frame in triggers().noun[low[at]]:
        mark = _noun_complement(page, at, end, frame, verb)
        if mark:
            return _complement_actions(page, mark, at, end, frame, subject)
    return []


def _governing(page: Page, at: int, begin: int) -> int:
    """Return the finite verb before a noun, at most ten tokens back, or `begin`."""
    tokens = page.tokens
    for look in range(at - 1, max(begin, at - 10) - 1, -1):
        if tokens.bits[look] & (PAST | THIRD | ING) and tokens.low[look] not in ("joint", "shared"):
            return look
    return begin


def _noun_complement(page: Page, at: int, end: int, frame: Frame, verb: int) -> tuple[str, int] | None:
    """Find what a trigger noun binds: "to" + verb, "that", or nouns behind "to" and "on" where a verb voices it."""
    tokens, low = page.tokens, page.tokens.low
    after = at + 1
    if after >= end:
        return None
    base = tokens.base[verb]
    if low[after] == "to" and "to" in frame.frames:
        if verb_after(page, after + 1, end) >= 0:
            return "to", after + 1
        return ("to", after + 1) if base in triggers().voice and frame.modality == "PLEDGED" else None
    if low[after] == "that" and "that" in frame.frames:
        return "that", after + 1
    if low[after] in ("on", "for") and "on" in frame.frames and base in triggers().reach:
        return _on(page, after + 1, end)
    if low[after] in ("between", "by", "of", "with", "from", "in", "reached", "at", "not"):
        for look in range(after, min(after + 9, end - 1)):
            if low[look] == "to" and "to" in frame.frames and verb_after(page, look + 1, end) == look + 1:
                return "to", look + 1
            if low[look] in (",", ".", ";", "and", "on"):
                break
    return None


def ready_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "is ready to", "was willing to"."""
    low = page.tokens.low
    if at + 2 >= end or low[at + 1] != "to" or negated(page, at, begin) or not any(w in AUX or w in ("stand", "stands", "stood", "remain", "remains") for w in low[max(begin, at - 3) : at]):
        return []
    verb = _verb_group(page, at, begin)
    subject = (subject_start(page, verb, begin), verb)
    return [Found(a, b, (at, at + 2), "ready", "PLEDGED", subject) for a, b in actions(page, at + 2, end) if MODALS]
