"""Incidents and operations: a particular event with a place, a date, a number or a named force."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec

from hamsaya.reading.clause import DETERMINERS, MODALS, clause_end, is_reduced
from hamsaya.reading.distance import NUMBERS
from hamsaya.reading.inflect import ING, PARTICIPLE, PAST
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page
from hamsaya.reading.subject import subject_start

COUNTS = words("two three four five six seven eight nine ten eleven twelve dozen several dozens a an one")
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety hundred scores")
UNITS_OF_TIME = words("hours days weeks months years minutes kilometres kilometers km percent per metres meters")
BEFORE_NOUN = words(
    """armed terrorist cross-border border deadly gun bomb mine drone rocket mortar missile suicide roadside air
    joint night militant brief fatal arson knife landmine latest hostage cattle military security anti-smuggling
    search alleged reported supposed fist warning 's ’s"""
)


class Happened(msgspec.Struct, frozen=True, gc=False):
    """One incident: its tokens, its status and rule."""

    first: int
    last: int
    status: str
    rule: str


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """The compiled incidents.toml."""

    verbs: frozenset[str]
    needs: dict[str, frozenset[str]]
    acts: frozenset[str]
    nouns: frozenset[str]
    weak: frozenset[str]
    generic: frozenset[str]
    hypothetical: frozenset[str]
    drill: frozenset[str]
    harmless: frozenset[str]
    joint: frozenset[str]
    forces: frozenset[str]


@lru_cache(maxsize=1)
def incident_words() -> IncidentWords:
    """Read incidents.toml."""
    t = load("incidents")
    needs = {verb: words(row) for verb, row in t["needs"].items()}
    return IncidentWords(
        words(t["verbs"]),
        needs,
        words(t["verbs"]) | needs.keys(),
        words(t["nouns"]["words"]),
        words(t["nouns"]["weak"]),
        words(t["nouns"]["generic"]),
        words(t["not"]["hypothetical"]),
        words(t["not"]["drill"]),
        words(t["not"]["object"]),
        words(t["force"]["joint"]),
        words(t["force"]["words"]),
    )


def find_incidents(page: Page, unit: int, denied: tuple[int, int] | None) -> list[Happened]:
    """Return the incidents of one unit; inside `denied` tokens they are denied."""
    kind = page.units[unit].kind
    if kind == "heading" or (kind == "question" and not _asks_about_claim(page, unit)):
        return []
    begin, end = page.first[unit], page.last[unit]
    known, tokens = incident_words(), page.tokens
    if known.acts.isdisjoint(page.bases[unit]) and known.nouns.isdisjoint(page.words[unit]):
        return []
    found: list[Happened] = []
    for at in range(begin, end):
        if found and at < found[-1].last:
            continue
        base, hit = tokens.base[at], None
        if base in known.acts and (
            tokens.bits[at] & (PAST | PARTICIPLE | ING) or tokens.low[at - 2 : at] == ["did", "not"]
        ):
            hit = _verb(page, at, begin, end)
        if hit is None and tokens.low[at] in known.nouns:
            hit = _noun(page, at, begin, end, denied)
        if hit:
            if found and found[-1].first >= hit.first:
                found.pop()
            found.append(_with_status(page, hit, denied))
    return found


def _asks_about_claim(page: Page, unit: int) -> bool:
    """Say whether a question repeats a claim.

    "Is it true that", "Is the Minister aware that", "reports that".
    """
    low = page.tokens.low[page.first[unit] : page.last[unit]]
    return bool(
        {
            "true",
            "aware",
            "fact",
            "reports",
            "report",
            "claims",
            "claim",
            "reported",
            "rumours",
            "say",
            "says",
            "allegations",
            "alleged",
        }
        & set(low)
    )


def _with_status(page: Page, hit: Happened, denied: tuple[int, int] | None) -> Happened:
    if denied and hit.first < denied[1] and denied[0] < hit.last:
        return Happened(hit.first, hit.last, "denied", hit.rule)
    begin = page.first[page.unit_of[hit.first]]
    before = set(page.tokens.low[max(begin, hit.first - 6) : hit.first])
    said = (
        before
        & {"claimed", "alleged", "accused", "alleging", "claiming", "claim", "claims", "reports", "rumours", "report"}
        or page.units[page.unit_of[hit.first]].kind == "question"
    )
    return Happened(hit.first, hit.last, "claimed", hit.rule) if said else hit


def _verb(page: Page, at: int, begin: int, end: int) -> Happened | None:
    tokens, low, known = page.tokens, page.tokens.low, incident_words()
    base, bits = tokens.base[at], tokens.bits[at]
    if bits & ING and not bits & PAST and low[at - 1 : at] not in (["were"], ["was"]):
        return None
    if (low[at - 1][0].isdigit() or low[at - 1] in COUNTS or low[at - 1] in TENS) and not is_reduced(page, at):
        return None
    if low[at + 1] == "down" and "as" in low[at + 2 : at + 4]:
        return None
    if low[at - 1 : at] in (["the"], ["a"], ["of"], ["to"], ["an"], ["its"], ["their"]):
        return None
    stop = clause_end(page, at, end)
    first = _clause_begin(page, at, begin)
    if base not in known.verbs and not (
        known.needs[base] & set(low[at + 1 : min(stop, at + 12)])
        or (base in ("cross", "enter") and known.forces & set(low[first:at]))
        or (known.needs[base] & set(low[first:at]) and (bits & PARTICIPLE or base in STRUCK))
    ):
        return None
    if known.harmless & set(low[at + 1 : min(stop, at + 5)]) and base not in known.needs:
        return None
    if base in ("take", "carry") and not _phrasal(page, at):
        return None
    if _supposed(page, first, at, begin, end) or not _particular(
        page, _with_day(page, first, begin), max(stop, min(end, stop + 14)), at
    ):
        return None
    return Happened(first, stop, "reported", f"incident-{base}")


def _with_day(page: Page, first: int, begin: int) -> int:
    """Return where a day begins that stands with a comma before a clause: "On Saturday, a driver was beaten"."""
    if first - 2 < begin or page.tokens.low[first - 1] != "," or first - 2 not in page.date_at:
        return first
    return first - 2


STRUCK = words("fall land go enter ring slam rain hit strike explode come")


def _phrasal(page: Page, at: int) -> bool:
    """Tell "took over the post", "carried out an operation" from "took over as chairman".

    "carried out repairs".
    """
    low = page.tokens.low
    rest = set(low[at + 1 : at + 10])
    if page.tokens.base[at] == "carry":
        off = low[at + 1] == "off" and not incident_words().harmless & set(low[at + 2 : at + 6])
        return off or bool(
            rest & {"operation", "operations", "attack", "attacks", "raid", "raids", "strike", "strikes", "airstrikes"}
        )
    return bool(
        rest & {"hostage", "hostages", "prisoner", "prisoners", "captive", "cable", "livestock", "cattle", "sheep"}
    ) or (
        low[at + 1 : at + 2] in (["over"], ["away"])
        and "as" not in low[at + 2 : at + 4]
        and "from" not in low[at + 2 : at + 5]
    )


def _clause_begin(page: Page, at: int, begin: int) -> int:
    low = page.tokens.low
    group = at
    while group > begin and low[group - 1] in (
        "was",
        "were",
        "had",
        "has",
        "have",
        "been",
        "also",
        "being",
        "having",
        "is",
        "already",
        "recently",
    ):
        group -= 1
    return subject_start(page, group, begin)


def _supposed(page: Page, first: int, at: int, begin: int, end: int) -> bool:
    """Say whether the event is hypothetical, future, negated or a drill."""
    low, known = page.tokens.low, incident_words()
    around = {low[i] for i in range(max(begin, first - 3), at) if i not in page.date_at}
    negative = (
        around & {"nobody", "none", "n't", "never"}
        or "no" in low[first : first + 1]
        or ("not" in around and not _denied_here(page, first, at))
    )
    if negative or around & (known.hypothetical | MODALS) - {"whether"} or "if" in low[max(begin, at - 10) : at]:
        return True
    return bool(set(low[max(begin, at - 5) : min(end, at + 6)]) & known.drill) or low[at - 1 : at] == ["be"]


def _denied_here(page: Page, first: int, at: int) -> bool:
    """Say whether "did not" denies a claim right here: "No, soldiers did not burn a post at X"."""
    low = page.tokens.low
    return "did" in low[first:at] and first >= 2 and low[first - 1] == "," and low[first - 2] == "no"


def _particular(page: Page, first: int, last: int, at: int) -> bool:
    """Say whether a place, date, number or named force stands in the clause."""
    low, known = page.tokens.low, incident_words()
    for i in range(first, last):
        if i in page.date_at or (i in page.name_at and page.name_at[i].type in ("place", "org")):
            return True
        if (
            (
                low[i][0].isdigit()
                or low[i].split("-")[0] in TENS
                or (low[i] in COUNTS and low[i] not in ("a", "an", "one"))
            )
            and i + 1 < len(low)
            and low[i + 1] not in UNITS_OF_TIME
        ):
            return True
        if low[i] in known.forces and low[i] not in ("force", "officers", "elements", "villagers"):
            return True
    return at < 0


RUMOUR = words(
    """reports report claims rumours claim speculations speculation information rumoured circulated posts
    account allegations news"""
)


NOT_AN_EVENT = frozenset(("room", "centre", "center", "plan", "plans", "system", "hours", "range"))


ARMED = words("against forces troops police army military guards")
NOT_FIRST = words("such these no future this that all")


def _noun(page: Page, at: int, begin: int, end: int, denied: tuple[int, int] | None) -> Happened | None:
    """Take "an attack in X on Monday", "a clash between", "joint operations on the border" (if a claim)."""
    low, known = page.tokens.low, incident_words()
    first = _noun_begin(page, at, begin)
    claimed = denied is not None or bool(RUMOUR & set(low[max(begin, at - 12) : at]))
    claimed = claimed or _broke_out(page, at + 1, at + 5)
    if low[at] in ("operation", "operations"):
        claimed = claimed or bool(ARMED & set(low[at + 1 : min(at + 8, end)]))
    if _no_event(page, first, at, claimed):
        return None
    stop = _noun_end(page, at + 1, end)
    if claimed and stop <= at + 1 and low[at] in known.weak:
        return _claimed_before(page, at, begin)
    placed = _dated_or_placed(page, at + 1, stop) or (claimed and _particular(page, at + 1, stop, at))
    if stop <= at + 1 or not placed or _supposed(page, first, at, begin, end):
        return None
    plural = low[at].endswith("s") and low[first] not in COUNTS and first == at
    dated = claimed or _broke_out(page, at + 1, stop) or any(i in page.date_at for i in range(at, stop))
    return None if plural and not dated else Happened(first, stop, "reported", f"incident-{low[at]}")


def _no_event(page: Page, first: int, at: int, claimed: bool) -> bool:
    """Leave out weak nouns, generic ones ("such attacks"), "operations room" and exchanges other than of fire."""
    low, known = page.tokens.low, incident_words()
    counted = (
        low[first][0].isdigit()
        or (low[first] in COUNTS and low[first] not in ("a", "an", "one"))
        or low[first] in NUMBERS
    )
    fired = low[at] in ("exchange", "exchanges") and bool(SHOOTING & set(low[at + 1 : at + 7]))
    weak = low[at] in known.weak and not (claimed or fired or (counted and low[at].endswith("s")))
    generic = low[first] in NOT_FIRST or (bool(set(low[first:at]) & known.generic) and not claimed)
    other = low[at] in ("exchange", "exchanges") and not SHOOTING & set(low[at + 1 : at + 7])
    compound = low[at + 1] in NOT_AN_EVENT or low[at - 1] in ("into", "in")
    return weak or generic or other or compound or (low[at] == "shot" and page.tokens.bits[at] & PAST > 0)


SHOOTING = words("fire gunfire shots shelling soldiers gunmen troops artillery mortar")
OCCURRED = words(
    """tore ripped rocked left killed wounded injured claimed shook hit struck damaged destroyed broke took cost
    occurred erupted happened ensued place"""
)


def _broke_out(page: Page, first: int, last: int) -> bool:
    """Say whether "broke out", "took place", "erupted" shows a particular event."""
    return bool(OCCURRED & set(page.tokens.low[first:last]))


def _claimed_before(page: Page, at: int, begin: int) -> Happened | None:
    """Take a claimed event whose place stands before its noun.

    "had acted along the border in a joint operation".
    """
    low = page.tokens.low
    first = next((i + 1 for i in range(at, begin, -1) if low[i] in ("that", ";", ":")), begin)
    if not {"border", "frontier", "borders", "line"} & set(low[first:at]) or at - first > 24:
        return None
    return Happened(first, at + 1, "reported", f"incident-{low[at]}")


def _noun_begin(page: Page, at: int, begin: int) -> int:
    low, tokens = page.tokens.low, page.tokens
    first = at
    while (
        first > begin
        and at - first < 5
        and (
            low[first - 1] in DETERMINERS
            or (tokens.word[first - 1][0].isupper() and page.name_at.get(first - 1))
            or low[first - 1] in BEFORE_NOUN
        )
    ):
        first -= 1
    return first


def _dated_or_placed(page: Page, first: int, last: int) -> bool:
    return any(i in page.date_at or (i in page.name_at and page.name_at[i].type == "place") for i in range(first, last))


LAID = words("armed laid staged mounted")


def _noun_end(page: Page, at: int, end: int) -> int:
    low = page.tokens.low
    last, look = at, at
    while look < end and look - at < 24:
        if low[look] == "to" and page.tokens.bits[look + 1 if look + 1 < end else look] & 1:
            break
        if look in page.date_at or look in page.name_at or low[look].isdigit():
            last = look + 1
        elif (
            low[look] in (";", ":", "which", "who", "that", "but", "”", '"', ".")
            or (
                page.tokens.bits[look] & PAST
                and low[look - 1] not in DETERMINERS
                and low[look] not in LAID
                and low[look] not in OCCURRED
                and not (low[look] in ("had", "has") and low[look + 1] in OCCURRED)
            )
            or low[look] in MODALS
            or (low[look] in ("is", "are", "has", "have") and look > last + 2)
        ):
            break
        elif low[look] in incident_words().forces or low[look] in (
            "border",
            "borders",
            "elements",
            "family",
            "car",
            "miners",
            "convoy",
        ):
            last = look + 1
        look += 1
    return last


def is_joint(page: Page, first: int, last: int) -> bool:
    """Say whether the words call the event joint; sole unless said."""
    return bool(set(page.tokens.low[first:last]) & incident_words().joint)
