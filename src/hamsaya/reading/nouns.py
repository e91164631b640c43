"""Undertakings in nouns: a pledge to, an agreement on, a decision that, the green light for."""

from hamsaya.reading.actions import actions
from hamsaya.reading.clause import AUX, MODALS, verb_after
from hamsaya.reading.frames import Found, complement_actions, negated, on_frame, triggers, verb_group
from hamsaya.reading.inflect import ING, PAST, THIRD
from hamsaya.reading.lexicon import Frame, words
from hamsaya.reading.page import Page
from hamsaya.reading.subject import subject_start


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
            return complement_actions(page, mark, at, end, frame, subject)
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
        (low[at] == "light" and low[at - 1] != "green") or base not in ("give", "receive", "get", "have")
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
        return on_frame(page, after + 1, end)
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
        or (
            tokens.base[at - 1] != "take"
            and low[at - 2 : at - 1] != ["take"]
            and tokens.base[max(begin, at - 2)] != "take"
        )
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
    verb = verb_group(page, at, begin)
    subject = (subject_start(page, verb, begin), verb)
    return [Found(a, b, (at, at + 2), "ready", "PLEDGED", subject) for a, b in actions(page, at + 2, end) if MODALS]
