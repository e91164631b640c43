"""Who, where and when behind a word of meeting."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec

from hamsaya.reading.clause import finite_at
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page
from hamsaya.reading.runs import name_words

PEOPLE = words(
    """colleague
    delegation delegations officials officers counterpart counterparts ministers leaders team teams commanders
    commissioners representatives authorities experts governors ambassadors chiefs sides engineers members elders
    envoys negotiators parliamentarians lawmakers secretaries directors residents traders businessmen heads
    deputies colleagues group groups party contingent convoy entourage retinue dignitaries guests visitors
    excellency pair duo trio farmers families pilgrims drivers students journalists nurses doctors veterans
    survivors relatives scholars clerics priests judges prosecutors mayors councillors technicians surveyors
    scientists hydrologists generals colonels admirals majors captains lawyers presidents premiers kings emirs
    sultans monarchs opposite peers delegates pupils rangers prefects attaches attachés deans
    monks nuns bishops athletes choirs musicians"""
)


PREPOSITIONS = words("in at with between on of to from by for near and , here & along the a an his her its their")


STOP = words("; : ? ! that which who where while but because said to-day")


class Met(msgspec.Struct, frozen=True, gc=False):
    """One meeting: its tokens, kind, status and rule."""

    first: int
    last: int
    kind: str
    status: str
    rule: str


@dataclass(frozen=True, slots=True)
class MeetingWords:
    """The compiled meetings.toml."""

    noun: dict[str, str]
    verb: dict[str, str]
    press: frozenset[str]
    call: frozenset[str]
    commission: frozenset[str]


@lru_cache(maxsize=1)
def meeting_words() -> MeetingWords:
    """Read meetings.toml."""
    t = load("meetings")
    noun = {
        w: kind
        for kind in ("meeting", "visit", "call", "press", "commission", "reception")
        for w in words(t["noun"][kind])
        if w != "conversation" or kind == "meeting"
    }
    verb = {
        w: kind for kind in ("meet", "visit", "receive", "host", "call", "speak", "sit") for w in words(t["verb"][kind])
    }
    return MeetingWords(
        noun,
        verb,
        words(t["noun"]["press_words"]),
        words(t["noun"]["call_words"]),
        words(t["noun"]["commission_words"]),
    )


def phrase_end(page: Page, at: int, end: int) -> tuple[int, int]:
    """Return where the who, where and when behind a meeting noun end, and how many there are."""
    low = page.tokens.low
    last, facts, look = at, 0, at
    while look < min(end, at + 34):
        mention = page.name_at.get(look)
        fact = _fact_end(page, look, facts)
        if fact and not (look == at and mention is not None and mention.type == "person"):
            facts += low[look - 1] != "joint" or mention is not None
            look = last = fact
        elif _leaves_off(page, look, at, end, facts):
            break
        else:
            look += 1
    return last, facts


def _fact_end(page: Page, look: int, facts: int) -> int:
    """Return the token behind a name, a date or an office that begins at `look`, or 0."""
    low, mention = page.tokens.low, page.name_at.get(look)
    if mention:
        return mention.last
    if look in page.date_at:
        while look in page.date_at:
            look += 1
        return look
    if low[look] in WHERE and low[look - 1] == "the" and low[look - 2] in ("at", "in"):
        return look + 1
    reporter = low[look] in ("reporter", "correspondent", "reporters", "journalists", "agency") and not facts
    return look + 1 if not reporter and (low[look] in PEOPLE or low[look] in name_words().heads) else 0


WHERE = words(
    "ministry headquarters embassy residence palace consulate airport border crossing bridge checkpoint zero-point"
)
HELD_BY = words("held led chaired headed hosted attended convened co-chaired based")


def _leaves_off(page: Page, look: int, at: int, end: int, facts: int) -> bool:
    """Say whether the phrase ends before `look`: another meeting, a verb, a stop, a comma that leads elsewhere."""
    low, mention = page.tokens.low, page.name_at.get(look)
    word = low[look]
    if (mention and mention.type == "person") or (word in ("reporter", "reporters", "journalists") and not facts):
        return True
    if look > at and facts and word in meeting_words().noun and low[look - 1] not in ("of", "border", "flag"):
        return True
    if word in STOP or (finite_at(page, look) and word not in HELD_BY and low[look - 1] != "behind"):
        return True
    if word in (".", "to"):
        return low[look : look + 2] != ["to", "the"] and not page.name_at.get(look + 1)
    if word == ",":
        return not (look + 1 < end and _goes_on(page, look + 1))
    return word == "and" and not facts


def _goes_on(page: Page, at: int) -> bool:
    """Say whether a comma inside a meeting's phrase is followed by more of where, when or by whom."""
    mention = page.name_at.get(at)
    return (
        bool(mention and mention.type == "place")
        or at in page.date_at
        or page.tokens.low[at] in ("held", "chaired", "led", "headed")
        or bool(mention and mention.type == "person" and page.name_at.get(at - 2))
        or page.tokens.low[at : at + 2] == ["the", "minister"]
    )


def status_of(page: Page, begin: int, at: int, end: int) -> str:
    low = page.tokens.low
    return (
        "planned"
        if set(low[max(begin, at - 12) : min(end, at + 10)])
        & {"will", "would", "shall", "next", "upcoming", "scheduled", "planned", "due", "forthcoming", "expected"}
        else "held"
    )
