"""Incidents and operations: a particular event with a place, a date, a number or a named force."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hamsaya.reading.clause import DETERMINERS, MODALS, clause_end, subject_start
from hamsaya.reading.inflect import ING, PARTICIPLE, PAST
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page

DISTANCE = re.compile(r"(\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty)[\s-]*(?:kilomet(?:er|re)s?|km)\b", re.I)
COUNTS = words("two three four five six seven eight nine ten eleven twelve dozen several dozens a an one")
UNITS_OF_TIME = words("hours days weeks months years minutes kilometres kilometers km percent per metres meters")


@dataclass(frozen=True, slots=True)
class Happened:
    """One incident: its tokens, its status and rule."""

    first: int
    last: int
    status: str
    rule: str


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """The compiled incidents.toml."""

    verbs: frozenset[str]
    weak: frozenset[str]
    objects: frozenset[str]
    nouns: frozenset[str]
    generic: frozenset[str]
    hypothetical: frozenset[str]
    skip: frozenset[str]
    joint: frozenset[str]
    forces: frozenset[str]


@lru_cache(maxsize=1)
def incident_words() -> IncidentWords:
    """Read incidents.toml."""
    t = load("incidents")
    return IncidentWords(*(words(t[k]) for k in ("verbs", "weak", "objects", "nouns", "generic", "hypothetical", "not_incident", "joint", "forces")))


def find_incidents(page: Page, unit: int, denied: tuple[int, int] | None) -> list[Happened]:
    """Return the incidents of one unit; inside `denied` tokens they are denied."""
    if page.units[unit].kind in ("heading", "question"):
        return []
    begin, end = page.first[unit], page.last[unit]
    known, tokens = incident_words(), page.tokens
    found: list[Happened] = []
    for at in range(begin, end):
        if found and at < found[-1].last:
            continue
        hit: Happened | None = None
        if tokens.base[at] in known.verbs and tokens.bits[at] & (PAST | PARTICIPLE | ING):
            hit = _verb(page, at, begin, end)
        if hit is None and tokens.low[at] in known.nouns:
            hit = _noun(page, at, begin, end)
        if hit:
            found.append(_with_status(page, hit, denied))
    return found


def _with_status(page: Page, hit: Happened, denied: tuple[int, int] | None) -> Happened:
    if denied and hit.first < denied[1] and denied[0] < hit.last:
        return Happened(hit.first, hit.last, "denied", hit.rule)
    low = page.tokens.low
    before = set(low[max(0, hit.first - 6) : hit.first])
    return Happened(hit.first, hit.last, "claimed", hit.rule) if before & {"claimed", "alleged", "accused", "alleging", "claiming"} else hit


def _verb(page: Page, at: int, begin: int, end: int) -> Happened | None:
    tokens, low, known = page.tokens, page.tokens.low, incident_words()
    base = tokens.base[at]
    if low[at] in ("opened", "crossed", "carried", "conducted", "launched", "traded", "struck", "took", "held", "targeted", "mounted", "executed", "exchanged", "hit") or base in known.weak:
        if not set(low[at + 1 : min(at + 9, end)]) & known.objects or base == "take" and "place" in low[at + 1 : at + 3]:
            return None
    if tokens.bits[at] & ING and not tokens.bits[at] & PAST and low[at - 1 : at] not in (["were"], ["was"], ["after"], ["of"]):
        return None
    first = _clause_begin(page, at, begin)
    if _supposed(page, first, at, begin, end) or low[at - 1 : at] in (["the"], ["a"], ["of"], ["to"]):
        return None
    stop = clause_end(page, at, end)
    if not _particular(page, first, stop, at):
        return None
    return Happened(first, stop, "reported", f"incident-{base}")


def _clause_begin(page: Page, at: int, begin: int) -> int:
    low = page.tokens.low
    group = at
    while group > begin and low[group - 1] in ("was", "were", "had", "has", "have", "been", "also", "being", "is"):
        group -= 1
    return subject_start(page, group, begin)


def _supposed(page: Page, first: int, at: int, begin: int, end: int) -> bool:
    """Say whether the event is hypothetical, future, negated or a drill."""
    low, known = page.tokens.low, incident_words()
    around = set(low[max(begin, first - 3) : at])
    if around & (known.hypothetical | MODALS | {"not", "no", "never", "nobody", "none", "n't"}) or any(w.endswith(("n't", "n’t")) for w in low[first:at]):
        return True
    return bool(set(low[max(begin, at - 5) : min(end, at + 6)]) & known.skip) or low[at - 1 : at] == ["be"]


def _particular(page: Page, first: int, last: int, at: int) -> bool:
    """Say whether a place, date, number or named force stands in the clause."""
    low, known = page.tokens.low, incident_words()
    for i in range(first, last):
        if i in page.date_at or (i in page.name_at and page.name_at[i].type in ("place", "org")):
            return True
        if (low[i][0].isdigit() or low[i] in COUNTS and low[i] not in ("a", "an", "one")) and i + 1 < len(low) and low[i + 1] not in UNITS_OF_TIME:
            return True
        if low[i] in known.forces and low[i] not in ("force", "men", "unit", "corps"):
            return True
    return at < 0


def _noun(page: Page, at: int, begin: int, end: int) -> Happened | None:
    """Take "an attack in X on Monday", "a clash between", "joint operations on the border" (if a claim)."""
    tokens, low, known = page.tokens, page.tokens.low, incident_words()
    first = at
    while first > begin and at - first < 5 and (low[first - 1] in DETERMINERS or tokens.word[first - 1][0].isupper() and page.name_at.get(first - 1) or low[first - 1] in ("armed", "terrorist", "cross-border", "border", "deadly", "gun", "bomb", "mine", "drone", "rocket", "mortar", "missile", "suicide", "roadside", "air", "joint", "night", "militant", "brief", "fatal", "arson", "knife", "landmine", "'s", "’s", "latest", "hostage", "cattle", "military", "security", "anti-smuggling", "search", "alleged", "reported", "supposed")):
        first -= 1
    if low[first] in ("any", "such", "the", "these", "no", "future", "this", "that", "all") and not low[first] == "the" or set(low[first:at]) & known.generic or low[at] in ("operation", "operations", "strike", "strikes", "exchange") and low[at - 1 : at] in (["into"], ["in"], ["of"]):
        return None
    if at + 1 < end and low[at + 1] in ("room", "centre", "center", "plan", "plans", "system"):
        return None
    stop = _noun_end(page, at + 1, end)
    if stop <= at + 1 or _supposed(page, first, at, begin, end) or not _dated_or_placed(page, at + 1, stop):
        return None
    if low[at] in ("attacks", "clashes", "raids", "strikes", "operations", "shootings", "incursions", "arrests") and low[first] not in COUNTS and first == at and not any(i in page.date_at for i in range(at, stop)):
        return None
    return Happened(first, stop, "reported", f"incident-{low[at]}")


def _dated_or_placed(page: Page, first: int, last: int) -> bool:
    return any(i in page.date_at or (i in page.name_at and page.name_at[i].type == "place") for i in range(first, last))


def _noun_end(page: Page, at: int, end: int) -> int:
    low = page.tokens.low
    last, look = at, at
    while look < end and look - at < 24:
        if look in page.date_at or look in page.name_at:
            last = look + 1
        elif low[look] in (";", ":", "which", "who", "that", "but", "”", '"', ".") or page.tokens.bits[look] & PAST and low[look] not in ("armed",) or low[look] in MODALS or low[look] in ("is", "are", "has", "have", "and") and look > last + 2:
            break
        look += 1
    return last


def is_joint(page: Page, first: int, last: int) -> bool:
    """Say whether the words call the event joint; sole unless said."""
    return bool(set(page.tokens.low[first:last]) & incident_words().joint)


def distance_km(text: str) -> float | None:
    """Return the distance in kilometres that the words give, or None."""
    match = DISTANCE.search(text)
    if not match:
        return None
    numbers = {w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
    word = match[1].lower().replace(",", ".")
    return float(numbers[word]) if word in numbers else float(word)
