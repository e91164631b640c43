"""Undertakings in nouns: a pledge to, an agreement on, a decision that, the green light for."""

from hamsaya.reading.actions import actions
from hamsaya.reading.clause import AUX, MODALS, verb_after
from hamsaya.reading.frames import Found, complement_actions, negated, on_frame, triggers, verb_group
from hamsaya.reading.inflect import ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import Frame, words
from hamsaya.reading.page import Page
from hamsaya.reading.subject import subject_start

STALE = words("expired criticised criticized lapsed failed collapsed postponed denounced praised")


def noun_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertakings of the trigger noun at `at`: "a pledge to", "reached agreement on"."""
    low = page.tokens.low
    asked = "called" in low[max(begin, at - 5) : at] or (at > 0 and low[at - 1] in ("to", "will", "would"))
    if asked or negated(page, at, begin) or STALE & set(low[at:end]):
        return []
    verb = _governing(page, at, begin)
    if page.tokens.base[verb] in ("thank", "praise", "appreciate", "commend", "doubt", "question", "lack", "test"):
        return []
    subject = (subject_start(page, verb, begin), verb) if verb > begin else (at, at)
    for frame in triggers().noun[low[at]]:
        if frame.rule == "plan-noun" and not _announced(page, begin, verb):
            continue
        mark = _noun_complement(page, at, end, frame, verb)
        if mark:
            again = page.tokens.base[verb] in RESTATING
            known = Frame(f"{frame.rule}-restated", frame.modality, frame.frames) if again else frame
            return complement_actions(page, mark, at, end, known, subject)
    return []


RESTATING = words("reiterate reaffirm restate repeat recall renew emphasise emphasize stress underline underscore")


ANNOUNCED = words("reveal announce unveil have confirm approve adopt endorse present outline disclose agree set make")


def _announced(page: Page, begin: int, verb: int) -> bool:
    """Say whether a plan is announced or agreed, not discussed, dropped or merely mentioned."""
    return (verb > begin or page.tokens.bits[verb] > 0) and page.tokens.base[verb] in ANNOUNCED


def _governing(page: Page, at: int, begin: int) -> int:
    """Return the finite verb before a noun, at most ten tokens back, or `begin`."""
    tokens = page.tokens
    for look in range(at - 1, max(begin, at - 10) - 1, -1):
        if (
            tokens.bits[look] & (PAST | THIRD | ING)
            or (tokens.bits[look] & PARTICIPLE and tokens.low[look - 1] in ("have", "has", "had"))
            or tokens.low[look] in ("have", "has", "give", "make", "are", "were", "is", "was")
        ) and tokens.low[look] not in ("joint", "shared"):
            return look
    return begin


Mark = tuple[str, int] | None


def _noun_complement(page: Page, at: int, end: int, frame: Frame, verb: int) -> Mark:
    """Find what a trigger noun binds.

    "to" + verb, "that", or nouns behind "to" and "on" where a verb voices it.
    """
    low = page.tokens.low
    after = at + 1
    if after >= end:
        return None
    if frame.rule == "go-ahead":
        return _go_ahead(page, at, end, page.tokens.base[verb])
    if low[after] == "to" and "to" in frame.frames:
        if verb_after(page, after + 1, end) >= 0:
            return "to", after + 1
        return ("to", after + 1) if page.tokens.base[verb] in triggers().voice and frame.modality == "PLEDGED" else None
    if low[after] == "that" and "that" in frame.frames:
        return "that", after + 1
    if low[after] == ":" and "colon" in frame.frames and after + 2 < end:
        to = low[after + 1] == "to" and verb_after(page, after + 2, end) >= 0
        return ("to", after + 2) if to else ("that", after + 1)
    if low[after] in ("was", "were", "has", "had", "is") and frame.modality == "AGREED":
        return _reached(page, after, end, frame)
    return _voiced(page, at, end, frame, page.tokens.base[verb]) or _distant(page, after, end, frame)


def _go_ahead(page: Page, at: int, end: int, base: str) -> Mark:
    """Take "gave the green light to", "gave its consent for"."""
    low = page.tokens.low
    after = at + 1
    if base not in ("give", "receive", "get", "have") or (low[at] == "light" and low[at - 1] != "green"):
        return None
    if low[after] == "to" and verb_after(page, after + 1, end) >= 0:
        return "to", after + 1
    return ("on", after + 1) if low[after] in ("for", "on", "to") and base != "have" else None


def _reached(page: Page, after: int, end: int, frame: Frame) -> Mark:
    """Take "agreement was reached on", "a decision was taken to"."""
    known = triggers().reach | {"take", "arrive"}
    for look in range(after + 1, min(after + 4, end)):
        if page.tokens.base[look] in known:
            return _noun_complement(page, look, end, frame, look)
    return None


def _voiced(page: Page, at: int, end: int, frame: Frame, base: str) -> Mark:
    """Take nouns behind "of", "for" and "on" where the verb before gives, announces or reaches."""
    word, after = page.tokens.low[at + 1], at + 1
    if word == "of" and "of" in frame.frames and base in GIVING:
        return None if page.tokens.low[at] in ("word", "resolution", "responsibility") else ("of", after + 1)
    if word == "for" and "for" in frame.frames and base in ANNOUNCED:
        return "on", after + 1
    if (
        word in ("on", "for", "over")
        and after + 1 not in page.date_at
        and "on" in frame.frames
        and base in triggers().reach
    ):
        signed = base in ("sign", "make", "hold", "have", "announce", "conclude")
        return None if signed and not page.tokens.bits[after + 1] & ING else on_frame(page, after + 1, end)
    return None


GIVING = words("give offer provide convey make receive renew")


def _distant(page: Page, after: int, end: int, frame: Frame) -> Mark:
    """Take "to" + verb behind "an agreement between the two sides to"."""
    low = page.tokens.low
    if low[after] not in ("between", "by", "of", "with", "from", "in", "reached", "at", "not"):
        return None
    for look in range(after, min(after + 9, end - 1)):
        if low[look] == "to" and "to" in frame.frames and verb_after(page, look + 1, end) == look + 1:
            return "to", look + 1
        if low[look] in (",", ".", ";", "and", "on"):
            break
    return None


def upon_itself(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "takes upon itself snow clearing", "took it upon itself to", "said yes to reopening".

    `at` is "upon" or "on".
    """
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
