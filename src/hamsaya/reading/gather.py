"""Meetings, visits, calls, receptions.

Press conferences and commission sessions that bring a new who, where or when.
"""

from functools import lru_cache
from itertools import zip_longest

from msgspec.structs import replace

from hamsaya.reading.clause import DETERMINERS
from hamsaya.reading.encounters import DISCUSS, told_meeting, verbless_meeting
from hamsaya.reading.gathered import be_in, human, verb_meeting
from hamsaya.reading.inflect import BASE, ING, PAST
from hamsaya.reading.lexicon import words
from hamsaya.reading.page import Page
from hamsaya.reading.venue import Met, meeting_words, phrase_end, status_of
from hamsaya.reading.wordings import worded_meeting, wordings


def find_meetings(page: Page, unit: int) -> list[Met]:
    """Return the meetings of one sentence unit; a question tells none."""
    return [] if page.asks[unit] else _told(page, unit)


def _told(page: Page, unit: int) -> list[Met]:
    """Return the meetings that a unit tells."""
    begin, end = page.first[unit], page.last[unit]
    found: list[Met] = []
    known, tokens = meeting_words(), page.tokens
    words_here, verbs_here = _openers()
    for at in range(begin, end):
        opens = tokens.low[at] in words_here or tokens.base[at] in verbs_here
        if not opens or (found and at < found[-1].last):
            continue
        hit: Met | None = None
        if tokens.low[at] in known.noun:
            hit = _noun(page, at, begin, end)
        if hit is None and tokens.base[at] in known.verb:
            hit = verb_meeting(page, at, begin, end)
        if hit is None and tokens.base[at] in wordings():
            hit = worded_meeting(page, at, begin, end)
        if hit is None and (tokens.base[at] in DISCUSS or tokens.low[at] == "saw"):
            hit = told_meeting(page, at, begin, end)
        if hit is None and tokens.low[at] == "in" and at > begin:
            hit = be_in(page, at, begin, end)
        if (
            hit
            and (page.units[unit].kind != "heading" or _titles(unit, hit) or tokens.low[begin] == "next")
            and not (_cancelled(page, at, begin) or _called_off(page, hit, begin, end))
        ):
            found.append(hit)
    if not found and page.units[unit].kind != "heading":
        verbless = verbless_meeting(page, begin, end)
        return [verbless] if verbless else []
    return _distinct(page, found)


@lru_cache(maxsize=1)
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words, and the bases of verbs, at which a meeting may be read."""
    known = meeting_words()
    return frozenset((*known.noun, "saw", "in")), frozenset((*known.verb, *wordings(), *DISCUSS))


def _titles(unit: int, hit: Met) -> bool:
    """Say whether a heading names the session or briefing that the report records ("Weekly media briefing")."""
    return unit < TITLE_LINES and hit.kind in ("press", "commission") and hit.rule.endswith("-noun")


TITLE_LINES = 3  # headings at the top of a record that may name its own meeting


def _cancelled(page: Page, at: int, begin: int) -> bool:
    low = page.tokens.low
    return any(w in ("not", "no", "never", "n't", "neither") for w in low[max(begin, at - 4) : at])


OFF = words("cancelled canceled scrapped shelved aborted postponed off through deferred")
UNPLANNED = words("cards agenda prospect plan planned foreseen scheduled envisaged sight held expected")
OFF_BEFORE = words("called put fell fallen was were been is are")


def _called_off(page: Page, hit: Met, begin: int, end: int) -> bool:
    """Say whether a meeting is denied before, or called off behind it without a new date."""
    tokens, low = page.tokens, page.tokens.low
    if any(tokens.base[i] == "deny" for i in range(max(begin, hit.first - 4), hit.first)):
        return True
    for at in range(hit.last, min(hit.last + 7, end)):
        if low[at] == "not" and low[at - 1] in ("is", "was", "are", "were") and UNPLANNED & set(low[at + 1 : at + 4]):
            return True
        if low[at] in (";", ".", ",", "and"):
            return False
        if low[at] in OFF and low[at - 1] in OFF_BEFORE:
            return not any(i in page.date_at for i in range(at, min(at + 6, end)))
    return False


def _distinct(page: Page, found: list[Met]) -> list[Met]:
    """Drop a second mention of the same kind in one sentence that adds no name and no date."""
    kept: list[Met] = []
    for hit in found:
        same = [k for k in kept if k.kind == hit.kind]
        talks = bool(kept) and kept[-1].rule == "be-in" and page.tokens.low[kept[-1].last : hit.first] in (["for"], [])
        if talks and not _scene_named(page, hit):
            continue
        if same and not _facts(page, hit) - set().union(*(_facts(page, k) for k in same)):
            continue
        kept.append(hit)
    return [_until(hit, after) for hit, after in zip_longest(kept, kept[1:])]


def _until(hit: Met, after: Met | None) -> Met:
    """Return a meeting that ends where the next one begins ("a reception at the embassy after a visit to X")."""
    return replace(hit, last=after.first) if after and hit.first < after.first < hit.last else hit


def _scene_named(page: Page, hit: Met) -> bool:
    """Say whether a meeting names a place or a date of its own."""
    return any(
        i in page.date_at or (i in page.name_at and page.name_at[i].type == "place") for i in range(hit.first, hit.last)
    )


def _facts(page: Page, hit: Met) -> set[str]:
    names = {
        page.name_at[i].norm for i in range(hit.first, hit.last) if i in page.name_at and page.name_at[i].type != "org"
    }
    return names | {str(page.date_at[i].norm) for i in range(hit.first, hit.last) if i in page.date_at}


def _kind(page: Page, at: int, begin: int) -> str:
    known, low = meeting_words(), page.tokens.low
    before = low[max(begin, at - 3) : at]
    word = low[at]
    if word in ("conference", "briefing", "presser", "availability", "appearance"):
        if word == "conference" and not set(before) & {"press", "news", "media"}:
            return "meeting"
        return "press"
    if word in ("call", "calls", "conversation") and (
        set(before) & known.call or (word == "conversation" and "by" in before)
    ):
        return "call"
    if word in ("session", "sessions", "round", "meeting", "sitting", "plenary") and set(
        low[max(begin, at - 8) : min(at + 9, len(low))]
    ) & {
        "commission",
        "committee",
        "commissioners",
        "mechanism",
        "sub-committee",
        "subcommittee",
        "council",
        "commissioner",
    }:
        return "commission"
    return known.noun[word]


PROPOSED = words("propose proposed proposes offered suggested invited requested urged")


def _noun(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take a noun of meeting that brings a new who, where or when."""
    low = page.tokens.low
    kind, first = _kind(page, at, begin), _phrase_start(page, at, begin)
    if _not_meant(page, at, begin, kind) or PROPOSED & set(low[max(begin, first - 5) : first]):
        return None
    definite = low[first] in ("the", "this", "that", "these", "such", "any", "current")
    last, facts = phrase_end(page, at + 1, end)
    held, hosted = _held_verb(page, last, end), _hosted(page, first, begin)
    if held > 0:
        further, more = phrase_end(page, held, end)
        last, facts = (further, facts + more) if more else (last, facts)
    dated = any(i in page.date_at for i in range(first, last))
    named = facts > 1 and any(_is_person(page, i) for i in range(at + 1, last))
    named = named or (facts > 0 and low[at - 1] in ("working", "official"))
    if low[at] in WEAK and kind != "press" and held < 0 and not hosted and not dated and not named:
        return None
    if not facts and not _fresh_alone(page, at, (begin, end), kind, low[first], hosted and not definite):
        return None
    if definite and facts < 2 and kind in ("meeting", "visit") and not _who_where_when(page, at + 1, last):
        return None
    return Met(first, last, kind, status_of(page, begin, at, end), f"{kind}-noun")


def _is_person(page: Page, at: int) -> bool:
    mention = page.name_at.get(at)
    return mention is not None and mention.type == "person"


def _fresh_alone(page: Page, at: int, unit: tuple[int, int], kind: str, opening: str, hosted: bool) -> bool:
    """Say whether a mention counts without who, where or when of its own."""
    if kind == "press":
        return opening not in ("the", "this", "that", "these", "such", "any", "current")
    if (kind == "reception" or (kind == "call" and hosted)) and opening in ("a", "an"):
        return True
    after = page.tokens.low[max(unit[0], at - 3) : at]
    if (
        opening in ("a", "an")
        and kind in ("commission", "visit")
        and {"with", "for", "in", "on"} & set(_before(page, at, unit[0]))
    ):
        return _clause_facts(page, *unit, at) and any(human(page, i) for i in range(unit[0], at))
    return hosted and _clause_facts(page, *unit, at) and not {"after", "since", "for"} & set(after)


def _before(page: Page, at: int, begin: int) -> list[str]:
    """Return the word before the noun phrase that ends at `at`."""
    first = _phrase_start(page, at, begin)
    return page.tokens.low[max(begin, first - 1) : first]


def _not_meant(page: Page, at: int, begin: int, kind: str) -> bool:
    """Leave out calls that are asks, verbs, "round" without talks, and "upon arrival"."""
    low = page.tokens.low
    word, before = low[at], low[max(begin, at - 2) : at]
    if word in ("call", "calls") and kind == "call" and not set(before) & meeting_words().call:
        return True
    after = low[at + 1] if at + 1 < len(low) else ""
    if (word == "appearance" and after != "before") or (word == "reception" and after in ROOMS):
        return True
    if (word == "stay" and low[at - 1] in WILL) or (word == "sitting" and low[at - 1] in ("is", "are", "was", "were")):
        return True
    if word in ("visit", "visits", "tour", "call") and page.tokens.bits[at] and at > begin:
        verb = low[at - 1] in ("to", "will", "would", "also", "who", "and") or page.name_at.get(at - 1) is not None
        if verb and low[at - 1] not in DETERMINERS:
            return True
    dated = any(i in page.date_at for i in range(at, min(at + 9, len(low))))
    if (
        (word.endswith("s") or low[max(begin, at - 2)] in ("a", "an"))
        and kind != "press"
        and not dated
        and low[at - 1] in ("monthly", "weekly", "annual", "quarterly", "regular", "periodic")
    ):
        return True
    if (
        word == "round"
        and meeting_words().commission.isdisjoint(low[at : at + 5])
        and not {"talks", "negotiations", "consultations"} & set(low[at : at + 5])
    ):
        return low[at - 1] not in NTH
    return word == "arrival" and bool({"upon", "on"} & set(before))


ROOMS = words("room rooms centre center desk hall facility point area")  # a reception there is none of guests
WILL = words("will would shall should must can to not may")
PHRASE_WORDS = words(
    """joint planned closed-door held expanded coming upcoming working border-crossing proposed scheduled"""
)
ROUNDS = words("talks negotiations consultations")
NTH = words("next first second third fourth fifth sixth seventh eighth ninth tenth latest new another final")
PHRASE_STOPS = words("""of in at on for with and , to by after during from a . “ said that""")


def _phrase_start(page: Page, at: int, begin: int) -> int:
    """Return the first token of the noun phrase that ends in the noun at `at`."""
    low, tokens = page.tokens.low, page.tokens
    look = at
    while look > begin and at - look < 7:
        word = low[look - 1]
        if word in DETERMINERS or word in ("'s", "’s"):
            look -= 1
            if word not in ("'s", "’s"):
                break
            continue
        if word in PHRASE_STOPS or (
            tokens.bits[look - 1] & (PAST | ING) and not tokens.bits[look - 1] & BASE and word not in PHRASE_WORDS
        ):
            break
        if word in ("held", "hold", "holding", "host", "hosted", "conducted", "is", "was", "are", "were"):
            break
        look -= 1
    return look


def _who_where_when(page: Page, first: int, last: int) -> bool:
    return any(i in page.name_at or i in page.date_at for i in range(first, last))


WEAK = words(
    """dialogue consultations consultation conversation discussions contacts conference seminar workshop lunch
    dinner breakfast gathering contact"""
)


HELD = words(
    """was were held place convened hosted attended chaired opened concluded ended began begin begins reconvene
    convene convenes met meets sat sits opens closes envisaged planned foreseen mooted pencilled penciled billed
    earmarked way kicked got kicks wound concludes set slated scheduled due fixed wrapped start starts started close
    closed resume dates"""
)


HOSTED = words("held hold holds holding hosted host chaired attended addressed convened conducted had addressing")


def _held_verb(page: Page, last: int, end: int) -> int:
    """Return the token behind "was held", "will take place", "is slated" that follows a noun phrase.

    Or -1.
    """
    low = page.tokens.low
    for look in range(last, min(last + 9, end)):
        if low[look] in HELD:
            return look + 1
        if low[look] in (";", ",", "that", "which", "and", ".") and not (
            low[look] in (",", "which") and look <= last + 1
        ):
            break
    return -1


def _hosted(page: Page, first: int, begin: int) -> bool:
    """Say whether "held", "hosted", "addressed" stands right before the noun phrase."""
    low = page.tokens.low
    if set(low[max(begin, first - 3) : first]) & HOSTED:
        return True
    for look in range(first - 1, max(begin, first - 16), -1):
        if low[look] in HOSTED:
            return True
        if not (look in page.name_at or look in page.date_at or low[look] in FILLERS):
            return False
    return False


FILLERS = words(
    "in at on the of a an here there this with , international border bridge city town hotel hall port first"
)


def _clause_facts(page: Page, begin: int, end: int, at: int) -> bool:
    return any(
        (i in page.name_at and page.name_at[i].type != "org") or i in page.date_at
        for i in range(max(begin, at - 14), min(end, at + 14))
    )
