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
    gerunds,
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
    return any(
        w in ("not", "no", "never", "without", "cannot", "n't") or w.endswith(("n't", "n’t")) for w in before
    ) or any(base[i] in triggers().refused for i in range(max(begin, at - 3), at))


def _passive(page: Page, at: int, begin: int) -> bool:
    """Say whether the participle at `at` is passive ("was agreed")."""
    low = page.tokens.low
    look = at - 1
    while look >= begin and (is_adverb(low[look]) or low[look] in ("been", "being", "also")):
        look -= 1
    return look >= begin and (
        low[look] in ("is", "are", "was", "were", "be", "being")
        or (low[look] in ("has", "have", "had") and "been" in low[look:at])
    )


def verb_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertakings of the trigger verb at token `at`."""
    frames = triggers().verb[page.tokens.base[at]]
    if page.tokens.bits[at] & BASE and not page.tokens.bits[at] & PAST and at > begin and page.tokens.low[at - 1] in NOUN_BEFORE:
        return []
    if negated(page, at, begin):
        return []
    subject = (subject_start(page, _verb_group(page, at, begin), begin), _verb_group(page, at, begin))
    passive = _passive(page, at, begin)
    for frame in sorted(frames, key=lambda f: passive and "adjective" not in f.frames):
        found = _verb_frame(page, at, end, frame, subject, passive)
        if found:
            return found
    return _passive_object(page, at, begin, frames, subject) if passive else []


NOUN_BEFORE = frozenset(("the", "a", "an", "their", "its", "his", "her", "our", "this", "that", "any", "such", "of", "joint"))


def _verb_group(page: Page, at: int, begin: int) -> int:
    """Return where the verb group that ends at `at` begins ("has also been agreed")."""
    low = page.tokens.low
    while at > begin and (low[at - 1] in AUX or is_adverb(low[at - 1])):
        at -= 1
    return at


def _passive_object(
    page: Page, at: int, begin: int, frames: tuple[Frame, ...], subject: tuple[int, int]
) -> list[Found]:
    """Take "The opening of X was agreed": the subject is the action."""
    first, last = subject
    promised = frames[0].modality == "PLEDGED" and frames[0].rule in ("undertake",)
    if (
        last - first < (1 if promised else 3)
        or page.tokens.low[first] in ("it", "this", "that", "what", "as", "which")
        or not any("object" in f.frames or "that" in f.frames for f in frames)
    ):
        return []
    heads = {
        "opening",
        "reopening",
        "exchange",
        "creation",
        "establishment",
        "extension",
        "start",
        "resumption",
        "setting",
        "launch",
        "deployment",
        "construction",
        "return",
        "release",
        "introduction",
        "removal",
        "formation",
    }
    if not promised and not heads & set(page.tokens.low[first:last]):
        return []
    stop = clause_end(page, at, page.last[page.unit_of[at]])
    return [Found(first, stop, (at, at + 1), f"{frames[0].rule}-passive", frames[0].modality, (first, first))]


def _verb_frame(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int], passive: bool) -> list[Found]:
    """Try one frame behind the verb at `at`."""
    tokens, low = page.tokens, page.tokens.low
    if frame.frames & {"self", "adjective"}:
        return _committed(page, at, end, frame, subject, passive)
    if "that-will" in frame.frames:
        return _assured(page, at, end, frame, subject)
    if frame.rule == "plan" and not _plans(page, at, subject):
        return []
    if (
        tokens.bits[at] & BASE
        and low[at] in ("plan", "plans", "promise", "promises", "pledge", "vow")
        and not _verb_here(page, at)
    ):
        return []
    mark = _complement(page, at + 1, end, frame.frames)
    if mark is None:
        return _direct(page, at, end, frame, subject) if frame.frames & {"object", "deed-object"} else []
    return _complement_actions(page, mark, at, end, frame, subject)


def _assured(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Take "assured the villagers that the gate will stay open"; without "will" an assurance is a statement."""
    low = page.tokens.low
    that = next((i for i in range(at + 1, min(at + 12, end)) if low[i] == "that"), -1)
    if that < 0 or not {"will", "would", "shall"} & set(low[that : that + 16]):
        return []
    return _complement_actions(page, ("that", that + 1), at, end, frame, subject)


def _plans(page: Page, at: int, subject: tuple[int, int]) -> bool:
    """Say whether "plan" or "intend" speaks of a present plan of someone named."""
    low = page.tokens.low
    if low[at] in ("planned", "intended") and low[max(0, at - 2) : at] in (
        ["it", "is"],
        ["it", "was"],
        ["also", "planned"],
    ):
        return True
    return (
        low[at] in ("plan", "plans", "intend", "intends")
        and subject[1] > subject[0]
        and low[subject[1] - 1] not in ("who", "that", "nobody")
    )


def _verb_here(page: Page, at: int) -> bool:
    """Say whether a word that is noun and verb is a verb here (a subject before it, no determiner)."""
    low = page.tokens.low
    return (
        at > 0
        and low[at - 1] not in DETERMINERS
        and low[at - 1] not in ("of", "'s", "’s", "new", "joint", "any", "action", "work", "contingency")
    )


def _complement_actions(
    page: Page, mark: tuple[str, int], at: int, end: int, frame: Frame, subject: tuple[int, int]
) -> list[Found]:
    """Turn the complement found behind a trigger into actions."""
    kind, start = mark
    cutter = {"that": _that_clauses, "on": gerunds, "of": gerunds}.get(kind, actions)
    spans = cutter(page, start, end)
    return [
        Found(a, b, (at, start), frame.rule if frame.rule.endswith("restated") else f"{frame.rule}-{kind}", frame.modality, subject)
        for a, b in spans
        if _is_action(page, a, b)
    ]


def _is_action(page: Page, first: int, last: int) -> bool:
    return last > first and page.tokens.base[first] not in triggers().not_action


def _complement(page: Page, at: int, end: int, frames: frozenset[str]) -> tuple[str, int] | None:
    """Find "to" + verb, "that", "on" or "for" behind a trigger, over adverbials; return (frame, token of the action)."""
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
        return _on(page, look + 1, end)
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


def _on(page: Page, at: int, end: int) -> tuple[str, int] | None:
    """Take "agreed on X" unless X is a need (a call) or only a topic."""
    low = page.tokens.low[at : at + 3]
    if {"need", "importance", "necessity", "principle", "principles"} & set(low) or any(
        w in ("behalf", "paper", "record") for w in low
    ):
        return None
    if "to" in page.tokens.low[at : min(at + 4, end)] and page.tokens.low[at] in ("how",):
        return None
    return "on", at


def _that_clauses(page: Page, at: int, end: int) -> list[tuple[int, int]]:
    """Cut "that A be restored, B become ready and that C" into clauses."""
    found = []
    low = page.tokens.low
    while at < end:
        stop = clause_end(page, at, end, whole=True)
        cut = next((i for i in range(at + 4, stop) if low[i] == "," and _subjunctive(page, i + 1, stop)), stop)
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


def _direct(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Take an object right behind the verb: "agreed a timetable", "agreed reopening the gate", "promised a new ramp"."""
    tokens, low = page.tokens, page.tokens.low
    if (
        at + 1 >= end
        or low[at + 1] in (",", ".", "and")
        or not tokens.bits[at] & (PAST | PARTICIPLE | THIRD)
        or low[at] in ("pledges", "promises", "guarantees")
        and not _verb_here(page, at)
    ):
        return []
    start = _object(page, at + 1, end, frame)
    if start >= 0:
        if {
            "agreement",
            "deal",
            "accord",
            "statement",
            "communique",
            "declaration",
            "nothing",
            "crime",
            "suicide",
        } & set(low[start : start + 4]):
            return []
        cut = gerunds(page, start, end) if tokens.bits[start] & ING else [(start, clause_end(page, start, end))]
        return [Found(a, b, (at, start), frame.rule, frame.modality, subject) for a, b in cut if b > a]
    return _zero_that(page, at, end, frame, subject)


def _object(page: Page, at: int, end: int, frame: Frame) -> int:
    """Return the token where the promised thing begins, or -1."""
    tokens, low = page.tokens, page.tokens.low
    counted = low[at][0].isdigit() or low[at] in NUMBERS or low[at] in ("€", "$", "£", "rs", "us", "usd", "eur")
    if "deed-object" in frame.frames:
        full = (
            low[at] in ("full", "the", "its", "continued", "every", "all", "unimpeded")
            and bool(NOMINAL & set(low[at : at + 5]))
            and "of" in low[at : at + 6]
        )
        return at if counted and page.tokens.base[at - 1] == "commit" or full else -1
    if tokens.bits[at] & ING and low[at] not in ("during", "according", "pending", "following"):
        return at
    if (
        low[at] in ("a", "an", "its", "their", "full", "new", "more", "further", "every")
        or counted
        or low[at] == "the"
        and frame.rule == "pledge-object"
        or tokens.low[at - 1] in ("pledged", "guaranteed")
        and tokens.word[at][0].islower()
        and not tokens.bits[at]
        and low[at] not in ("to", "that", "in", "on", "at", "by", "for", "with", "as")
    ):
        return at
    if frame.rule == "pledge-object":
        return (
            next(
                (
                    i
                    for i in range(at + 1, min(at + 4, end))
                    if low[i] in ("a", "an") or low[i] in NUMBERS or low[i][0].isdigit()
                ),
                -1,
            )
            if low[at] not in ("to", "that", "in", "on", "at")
            else -1
        )
    return -1


NOMINAL = words(
    "establishment creation construction formation deployment installation extension introduction repatriation resumption building stationing posting setting launch expansion purchase transfer allocation dredging rehabilitation posting exchange return transit cooperation passage movement cost costs support access opening reopening supply delivery entry release payment use flow restoration removal withdrawal protection safety share burden responsibility task"
)
PAPERS = words(
    "communiqué accord agreement deal treaty protocol memorandum text document pact declaration communique convention arrangement"
)
NUMBERS = words(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred dozen"
)


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
    if "self" not in frame.frames and not (
        passive
        or (
            at > 0
            and low[at - 1]
            in ("remain", "remained", "remains", "stand", "stands", "stood", "fully", "firmly", "are", "is")
        )
    ):
        return []
    binding = tokens.base[at] != "determine" and bool(PAPERS & set(low[subject[0] : subject[1]]))
    if not (passive or itself or binding or low[at - 1 : at] in (["remain"], ["remained"], ["remains"])):
        return []
    for look in range(at + 1, min(at + 9, end)):
        if low[look] == "to" and look + 1 < end:
            if (frame.rule == "determined" or tokens.base[at] in ("bind", "oblige", "obligate")) and verb_after(
                page, look + 1, end
            ) < 0:
                return []
            return [
                Found(a, b, (at, look + 1), frame.rule, frame.modality, subject)
                for a, b in actions(page, look + 1, end)
            ]
        if low[look] in (",", ".", ";", "that") or low[look] == "and" and not binding:
            break
    return []


def noun_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertakings of the trigger noun at `at`: "a pledge to", "reached agreement on"."""
    low = page.tokens.low
    if (
        negated(page, at, begin)
        or (at and low[at - 1] in ("to", "will", "would"))
        or "called" in low[max(begin, at - 5) : at]
    ):
        return []
    verb = _governing(page, at, begin)
    subject = (subject_start(page, verb, begin), verb) if verb > begin else (at, at)
    stale = frozenset(
        ("expired", "criticised", "criticized", "lapsed", "failed", "collapsed", "postponed", "denounced", "praised")
    )
    if set(low[at:end]) & stale:
        return []
    for frame in triggers().noun[low[at]]:
        if frame.rule == "plan-noun" and not _announced(page, at, begin, verb):
            continue
        mark = _noun_complement(page, at, end, frame, verb)
        if mark and page.tokens.base[verb] in RESTATING:
            frame = Frame(f"{frame.rule}-restated", frame.modality, frame.frames)
        if mark:
            return _complement_actions(page, mark, at, end, frame, subject)
    return []


RESTATING = words("reiterate reaffirm restate repeat recall renew emphasise emphasize stress underline underscore")


def _announced(page: Page, at: int, begin: int, verb: int) -> bool:
    """Say whether a plan is announced or agreed, not discussed, dropped or merely mentioned."""
    base = page.tokens.base[verb] if verb > begin or page.tokens.bits[verb] else ""
    return base in (
        "reveal",
        "announce",
        "unveil",
        "have",
        "confirm",
        "approve",
        "adopt",
        "endorse",
        "present",
        "outline",
        "disclose",
        "agree",
        "set",
        "make",
    )


def _governing(page: Page, at: int, begin: int) -> int:
    """Return the finite verb before a noun, at most ten tokens back, or `begin`."""
    tokens = page.tokens
    for look in range(at - 1, max(begin, at - 10) - 1, -1):
        if (
            tokens.bits[look] & (PAST | THIRD | ING) or tokens.low[look] in ("have", "has", "give", "make")
        ) and tokens.low[look] not in ("joint", "shared"):
            return look
    return begin


def _noun_complement(page: Page, at: int, end: int, frame: Frame, verb: int) -> tuple[str, int] | None:
    """Find what a trigger noun binds: "to" + verb, "that", or nouns behind "to" and "on" where a verb voices it."""
    tokens, low = page.tokens, page.tokens.low
    after = at + 1
    if after >= end:
        return None
    base = tokens.base[verb]
    if frame.rule == "go-ahead" and (
        low[at] == "light" and low[at - 1] != "green" or base not in ("give", "receive", "get", "have")
    ):
        return None
    if low[after] == "to" and "to" in frame.frames:
        if verb_after(page, after + 1, end) >= 0:
            return "to", after + 1
        if frame.rule == "go-ahead":
            return ("on", after + 1) if base == "give" and (low[at] != "light" or low[at - 1] == "green") else None
        return ("to", after + 1) if base in triggers().voice and frame.modality == "PLEDGED" else None
    if frame.rule == "go-ahead":
        return (
            ("on", after + 1)
            if low[after] in ("for", "on")
            and base in ("give", "receive", "get")
            and (low[at] != "light" or low[at - 1] == "green")
            else None
        )
    if low[after] == "that" and "that" in frame.frames:
        return "that", after + 1
    if low[after] == ":" and "colon" in frame.frames and after + 2 < end:
        return "that", after + 1
    if (
        low[after] == "of"
        and "of" in frame.frames
        and base in ("give", "offer", "provide", "convey", "make", "receive", "renew")
        and low[at] not in ("word", "resolution", "responsibility")
    ):
        return "of", after + 1
    if low[after] in ("was", "were", "has", "had", "is", "were") and frame.modality == "AGREED":
        found = next(
            (
                i
                for i in range(after + 1, min(after + 4, end))
                if tokens.base[i] in triggers().reach | {"take", "arrive"}
            ),
            -1,
        )
        return _noun_complement(page, found, end, frame, found) if found > 0 else None
    if (
        low[after] == "for"
        and "for" in frame.frames
        and base in ("announce", "unveil", "reveal", "approve", "adopt", "outline", "make")
    ):
        return "on", after + 1
    if (
        low[after] in ("on", "for")
        and "on" in frame.frames
        and base in triggers().reach
        and not (base in ("sign", "make", "hold", "have", "announce", "conclude") and not tokens.bits[after + 1] & ING)
    ):
        return _on(page, after + 1, end)
    if low[after] in ("between", "by", "of", "with", "from", "in", "reached", "at", "not"):
        for look in range(after, min(after + 9, end - 1)):
            if low[look] == "to" and "to" in frame.frames and verb_after(page, look + 1, end) == look + 1:
                return "to", look + 1
            if low[look] in (",", ".", ";", "and", "on"):
                break
    return None


def upon_itself(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "takes upon itself snow clearing", "took it upon itself to", "said yes to reopening": `at` is "upon" or "on"."""
    low, tokens = page.tokens.low, page.tokens
    if (
        at + 2 >= end
        or low[at + 1] not in ("itself", "themselves", "himself", "herself", "ourselves")
        or tokens.base[at - 1] != "take"
        and low[at - 2 : at - 1] != ["take"]
        and tokens.base[max(begin, at - 2)] != "take"
    ):
        return []
    start = at + 3 if low[at + 2] == "to" else at + 2
    group = at - 1 if tokens.base[at - 1] == "take" else at - 2
    subject = (subject_start(page, group, begin), group)
    return [Found(a, b, (group, start), "upon-itself", "PLEDGED", subject) for a, b in actions(page, start, end)]


def ready_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "is ready to", "was willing to"."""
    low = page.tokens.low
    if (
        at + 2 >= end
        or low[at + 1] != "to"
        or negated(page, at, begin)
        or not any(
            w in AUX or w in ("stand", "stands", "stood", "remain", "remains") for w in low[max(begin, at - 3) : at]
        )
    ):
        return []
    verb = _verb_group(page, at, begin)
    subject = (subject_start(page, verb, begin), verb)
    return [Found(a, b, (at, at + 2), "ready", "PLEDGED", subject) for a, b in actions(page, at + 2, end) if MODALS]
