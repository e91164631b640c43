"""Undertakings: which words promise, agree or decide, and the action each of them binds."""

from hamsaya.reading.actions import NOMINAL, actions, gerunds
from hamsaya.reading.clause import DETERMINERS, clause_end, verb_after
from hamsaya.reading.frames import (
    Found,
    complement_actions,
    find_complement,
    is_passive,
    negated,
    triggers,
    verb_group,
)
from hamsaya.reading.inflect import BASE, ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import Frame, words
from hamsaya.reading.modal import PAPERS, rumoured
from hamsaya.reading.page import Page
from hamsaya.reading.subject import subject_start


def verb_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertakings of the trigger verb at token `at`."""
    frames = triggers().verb[page.tokens.base[at]]
    if (
        page.tokens.bits[at] & BASE
        and not page.tokens.bits[at] & PAST
        and at > begin
        and page.tokens.low[at - 1] in NOUN_BEFORE
    ):
        return []
    if negated(page, at, begin):
        return []
    subject = (subject_start(page, verb_group(page, at, begin), begin), verb_group(page, at, begin))
    if rumoured(page, subject[0], begin):
        return []
    passive = is_passive(page, at, begin)
    for frame in sorted(frames, key=lambda f: passive and "adjective" not in f.frames):
        found = _verb_frame(page, at, end, frame, subject, passive)
        if found:
            return found
    return _passive_object(page, at, frames, subject) if passive else []


NOUN_BEFORE = frozenset(
    ("the", "a", "an", "their", "its", "his", "her", "our", "this", "that", "any", "such", "of", "joint")
)


def _passive_object(page: Page, at: int, frames: tuple[Frame, ...], subject: tuple[int, int]) -> list[Found]:
    """Take "The opening of X was agreed": the subject is the action."""
    first, last = subject
    promised = frames[0].modality == "PLEDGED" and frames[0].rule == "undertake"
    if (
        last - first < (1 if promised else 3)
        or page.tokens.low[first] in ("it", "this", "that", "what", "as", "which")
        or not any(f.frames & {"object", "that", "deed-object"} for f in frames)
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
    mark = find_complement(page, at + 1, end, frame.frames)
    if mark is None:
        if frame.frames & {"object", "deed-object"}:
            return _direct(page, at, end, frame, subject)
        bare = "that" in frame.frames and not passive and subject[1] > subject[0] and low[at + 1] not in NOT_A_CLAUSE
        return _zero_that(page, at, end, frame, subject) if bare else []
    return complement_actions(page, mark, at, end, frame, subject)


ITSELF = words("itself themselves ourselves himself herself to")
NOT_A_CLAUSE = words("""at in on by with for from and or , . ; : to not earlier last yesterday today upon of during
    after before under as jointly there when if what who which""")


def _assured(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Take "assured the villagers that the gate will stay open".

    Without "will" an assurance is a statement.
    """
    low = page.tokens.low
    that = next((i for i in range(at + 1, min(at + 12, end)) if low[i] == "that"), -1)
    if that < 0 or not {"will", "would", "shall"} & set(low[that : that + 16]):
        return []
    return complement_actions(page, ("that", that + 1), at, end, frame, subject)


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


def _direct(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Take an object right behind the verb.

    "agreed a timetable", "agreed reopening the gate", "promised a new ramp".
    """
    tokens, low = page.tokens, page.tokens.low
    if (
        at + 1 >= end
        or low[at + 1] in (",", ".", "and")
        or not (tokens.bits[at] & (PAST | PARTICIPLE | THIRD) or low[at - 1] in OURSELVES)
        or (low[at] in ("pledges", "promises", "guarantees") and not _verb_here(page, at))
    ):
        return []
    if tokens.base[at] in LAYING and PAPERS & set(low[subject[0] : subject[1]]):
        return [Found(at + 1, clause_end(page, at + 1, end), (at, at + 1), "paper-lays", frame.modality, subject)]
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
        several = tokens.bits[start] & ING or not NOMINAL.isdisjoint(low[start : start + 3])
        cut = gerunds(page, start, end) if several else [(start, clause_end(page, start, end))]
        return [Found(a, b, (at, start), frame.rule, frame.modality, subject) for a, b in cut if b > a]
    return _zero_that(page, at, end, frame, subject)


def _deed_object(page: Page, at: int, *, counted: bool) -> int:
    """Return the token where a deed that is approved, or named by a noun, begins, or -1."""
    low, verb = page.tokens.low, page.tokens.base[at - 1]
    full = (
        low[at] in ("full", "the", "its", "continued", "every", "all", "unimpeded")
        and bool(NOMINAL & set(low[at : at + 5]))
        and "of" in low[at : at + 6]
    )
    named = low[at] in NOMINAL and low[at + 1] == "of"
    doing = page.tokens.bits[at] & ING and verb in APPROVING
    return at if (counted and verb == "commit") or full or named or doing else -1


def _object(page: Page, at: int, end: int, frame: Frame) -> int:
    """Return the token where the promised thing begins, or -1."""
    tokens, low = page.tokens, page.tokens.low
    counted = low[at][0].isdigit() or low[at] in NUMBERS or low[at] in ("€", "$", "£", "rs", "us", "usd", "eur")
    if "deed-object" in frame.frames:
        return _deed_object(page, at, counted=counted)
    if tokens.bits[at] & ING and low[at] not in ("during", "according", "pending", "following"):
        return at
    if (
        low[at] in ("a", "an", "its", "their", "full", "new", "more", "further", "every")
        or counted
        or (low[at] in ("the", "half", "free") and frame.rule == "pledge-object")
        or (
            tokens.low[at - 1] in ("pledged", "guaranteed")
            and tokens.word[at][0].islower()
            and not tokens.bits[at]
            and low[at] not in ("to", "that", "in", "on", "at", "by", "for", "with", "as")
        )
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


APPROVING = words("approve sanction authorise authorize endorse")
LAYING = words("envisage foresee stipulate mandate prescribe envision")
OURSELVES = words("we i they sides parties governments countries ministers both")


NUMBERS = words(
    """two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred doze.

    Two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred dozen
    """
)


def _zero_that(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int]) -> list[Found]:
    """Take "agreed the gate will reopen": a clause with its own modal and no "that"."""
    low = page.tokens.low
    for look in range(at + 1, min(at + 14, end)):
        if low[look] in ("will", "would", "shall", "should") or low[look].endswith(("'ll", "’ll")):
            stop = clause_end(page, at + 1, end, whole=True)
            return [Found(at + 1, stop, (at, at + 1), f"{frame.rule}-that", frame.modality, subject)]
        if low[look] in (",", ";", "to", "that", "which"):
            break
    return []


def _committed(page: Page, at: int, end: int, frame: Frame, subject: tuple[int, int], passive: bool) -> list[Found]:
    """Take "is committed to dialogue", "committed itself to open", "is determined to correct this"."""
    tokens, low = page.tokens, page.tokens.low
    dated = bool(tokens.bits[at] & PAST) and at + 2 < end and at + 2 in page.date_at and low[at + 1] == "on"
    itself = dated or (
        at + 1 < end and low[at + 1] in ("itself", "themselves", "ourselves", "himself", "herself", "to")
    )
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
        if low[look] in (",", ".", ";", "that") or (low[look] == "and" and not binding):
            break
    return []
