"""Meetings, visits, calls, receptions, press conferences and commission sessions that bring a new who, where or when."""

from dataclasses import dataclass
from functools import lru_cache

from hamsaya.reading.clause import DETERMINERS, finite_at, is_adverb, subject_start
from hamsaya.reading.inflect import BASE, ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.modal import is_actor, whole_subject
from hamsaya.reading.page import Page
from hamsaya.reading.runs import name_words

PEOPLE = words("""delegation delegations officials officers counterpart counterparts ministers leaders team teams commanders commissioners representatives authorities experts governors ambassadors chiefs sides
engineers members elders envoys negotiators parliamentarians lawmakers secretaries directors residents traders businessmen heads deputies colleagues""")
PREPOSITIONS = words("in at with between on of to from by for near and , here & along the a an his her its their")
STOP = words("; : ? ! that which who where while but because said to-day")


@dataclass(frozen=True, slots=True)
class Met:
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
        if w not in ("conversation",) or kind == "meeting"
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


def find_meetings(page: Page, unit: int) -> list[Met]:
    """Return the meetings of one sentence unit."""
    begin, end = page.first[unit], page.last[unit]
    found: list[Met] = []
    known, tokens = meeting_words(), page.tokens
    for at in range(begin, end):
        if found and at < found[-1].last:
            continue
        hit: Met | None = None
        if tokens.low[at] in known.noun:
            hit = _noun(page, at, begin, end)
        if hit is None and tokens.base[at] in known.verb:
            hit = _verb(page, at, begin, end)
        if hit is None and tokens.low[at] == "in" and at > begin:
            hit = be_in(page, at, begin, end)
        if hit and page.units[unit].kind != "heading" and not _cancelled(page, at, begin, end):
            found.append(hit)
    return _distinct(page, found)


def _cancelled(page: Page, at: int, begin: int, end: int) -> bool:
    low = page.tokens.low
    return any(w in ("not", "no", "never", "n't", "neither") for w in low[max(begin, at - 4) : at])


def _distinct(page: Page, found: list[Met]) -> list[Met]:
    """Drop a second mention of the same kind in one sentence that adds no name and no date."""
    kept: list[Met] = []
    for hit in found:
        same = [k for k in kept if k.kind == hit.kind]
        if same and not _facts(page, hit) - set().union(*(_facts(page, k) for k in same)):
            continue
        kept.append(hit)
    return kept


def _facts(page: Page, hit: Met) -> set[str]:
    names = {
        page.name_at[i].norm for i in range(hit.first, hit.last) if i in page.name_at and page.name_at[i].type != "org"
    }
    return names | {str(page.date_at[i].norm) for i in range(hit.first, hit.last) if i in page.date_at}


def _kind(page: Page, at: int, begin: int) -> str:
    known, low = meeting_words(), page.tokens.low
    before = low[max(begin, at - 3) : at]
    word = low[at]
    if word in ("conference", "briefing", "presser", "availability"):
        if word == "conference" and not set(before) & {"press", "news", "media"}:
            return "meeting"
        return "press"
    if word in ("call", "calls", "conversation") and (
        set(before) & known.call or word == "conversation" and "by" in before
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


def _noun(page: Page, at: int, begin: int, end: int) -> Met | None:
    low, tokens = page.tokens.low, page.tokens
    kind = _kind(page, at, begin)
    word = low[at]
    if word in ("call", "calls") and kind == "call" and not set(low[max(begin, at - 2) : at]) & meeting_words().call:
        return None
    if (
        word in ("visit", "visits", "tour", "call")
        and tokens.bits[at]
        and at > begin
        and (low[at - 1] in ("to", "will", "would", "also", "who", "and") or page.name_at.get(at - 1))
        and low[at - 1] not in DETERMINERS
    ):
        return None
    if (
        word in ("session", "sessions", "round")
        and kind not in ("commission",)
        and not ("talks" in low[at : at + 5] or word != "round")
    ):
        return None
    if word == "round" and "talks" not in low[at : at + 5] and kind != "commission":
        return None
    if word == "arrival" and low[max(begin, at - 2) : at] and {"upon", "on"} & set(low[max(begin, at - 2) : at]):
        return None
    first = _phrase_start(page, at, begin)
    definite = low[first] in ("the", "this", "that", "these", "such", "any") or low[first] == "current"
    if set(low[max(begin, first - 5) : first]) & {
        "propose",
        "proposed",
        "proposes",
        "offered",
        "suggested",
        "invited",
        "requested",
        "urged",
    }:
        return None
    last, facts = _phrase_end(page, at + 1, end)
    held = _held_verb(page, last, end)
    if held > 0:
        further, more = _phrase_end(page, held, end)
        last, facts = (further, facts + more) if more else (last, facts)
    if (
        word in WEAK
        and kind != "press"
        and held < 0
        and not _hosted(page, first, begin)
        and not any(i in page.date_at for i in range(first, last))
    ):
        return None
    fresh = facts > 0 or (kind == "press" and not definite) or (kind == "reception" and low[first] in ("a", "an"))
    if not fresh and _hosted(page, first, begin):
        facts, fresh = 1, _clause_facts(page, begin, end, at) and not definite
    if not fresh or (
        definite and facts == 1 and kind in ("meeting", "visit") and not _who_where_when(page, at + 1, last)
    ):
        return None
    if low[max(begin, first - 1) : first] in (["after"], ["since"], ["for"]) and facts == 0 and kind != "press":
        return None
    return Met(first, last, kind, _status(page, begin, at, end), f"{kind}-noun")


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
        if (
            word
            in (
                "of",
                "in",
                "at",
                "on",
                "for",
                "with",
                "and",
                ",",
                "to",
                "by",
                "after",
                "during",
                "from",
                "a",
                ".",
                "“",
                "said",
                "that",
            )
            or tokens.bits[look - 1] & (PAST | ING)
            and not tokens.bits[look - 1] & BASE
            and word
            not in (
                "joint",
                "planned",
                "closed-door",
                "held",
                "expanded",
                "coming",
                "upcoming",
                "working",
                "border-crossing",
                "proposed",
                "scheduled",
            )
        ):
            break
        if word in ("held", "hold", "holding", "host", "hosted", "conducted", "is", "was", "are", "were"):
            break
        look -= 1
    return look


def _phrase_end(page: Page, at: int, end: int) -> tuple[int, int]:
    """Return where the who, where and when behind a meeting noun end, and how many there are."""
    low = page.tokens.low
    last, facts, look = at, 0, at
    while look < end and look - at < 34:
        word = low[look]
        mention = page.name_at.get(look)
        if mention and mention.type == "person" and look == at:
            break
        if mention and mention.type in ("person", "place", "org"):
            facts += 1
            look = last = mention.last
            continue
        if look in page.date_at:
            facts += 1
            while look < end and look in page.date_at:
                look += 1
            last = look
            continue
        if word in ("reporter", "correspondent", "reporters", "journalists", "agency") and not facts:
            break
        if word in PEOPLE or word in name_words().heads:
            facts += low[look - 1] not in ("joint",)
            look = last = look + 1
            continue
        if look > at and facts and word in meeting_words().noun and low[look - 1] not in ("of", "border", "flag"):
            break
        if (
            word in STOP
            or (
                finite_at(page, look)
                and word
                not in ("held", "led", "chaired", "headed", "hosted", "attended", "convened", "co-chaired", "based")
            )
            or word in (".", "to")
            and low[look : look + 2] != ["to", "the"]
            and not page.name_at.get(look + 1)
        ):
            break
        if word == "," and not (look + 1 < end and _goes_on(page, look + 1)) or word == "and" and not facts:
            break
        look += 1
    return last, facts


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


def _who_where_when(page: Page, first: int, last: int) -> bool:
    return any(i in page.name_at or i in page.date_at for i in range(first, last))


WEAK = words(
    "dialogue consultations consultation conversation discussions contacts conference seminar workshop lunch dinner breakfast gathering"
)
HELD = words(
    "was were held place convened hosted attended chaired opened concluded ended began begin begins reconvene convene set slated scheduled due fixed wrapped start starts started close closed resume"
)
HOSTED = words("held hold holds holding hosted host chaired attended addressed convened conducted had addressing")


def _held_verb(page: Page, last: int, end: int) -> int:
    """Return the token behind "was held", "will take place", "is slated" that follows a noun phrase, or -1."""
    low = page.tokens.low
    for look in range(last, min(last + 9, end)):
        if low[look] in HELD:
            return look + 1
        if low[look] in (";", ",", "that", "which", "and", ".") and not (low[look] in (",", "which") and look == last):
            break
    return -1


def _hosted(page: Page, first: int, begin: int) -> bool:
    """Say whether "held", "hosted", "addressed" stands right before the noun phrase."""
    return bool(set(page.tokens.low[max(begin, first - 3) : first]) & HOSTED)


def _clause_facts(page: Page, begin: int, end: int, at: int) -> bool:
    return any(
        i in page.name_at and page.name_at[i].type != "org" or i in page.date_at
        for i in range(max(begin, at - 14), min(end, at + 14))
    )


def _status(page: Page, begin: int, at: int, end: int) -> str:
    low = page.tokens.low
    return (
        "planned"
        if set(low[max(begin, at - 12) : min(end, at + 10)])
        & {"will", "would", "shall", "next", "upcoming", "scheduled", "planned", "due", "forthcoming", "expected"}
        else "held"
    )


def _verb(page: Page, at: int, begin: int, end: int) -> Met | None:
    tokens, low = page.tokens, page.tokens.low
    kind, bits = meeting_words().verb[tokens.base[at]], tokens.bits[at]
    if (
        low[at]
        in ("visit", "tour", "call", "visits", "talk", "talks", "phone", "telephone", "ring", "land", "host", "welcome")
        and at > begin
        and low[at - 1] not in ("to", "will", "would", "also", "shall", "who", "and", "he", "she", "they", "not")
        and not page.name_at.get(at - 1)
    ):
        return None
    if (
        tokens.base[at] in ("welcome",)
        and not (bits & PARTICIPLE and "by" in low[at + 1 : at + 3])
        and kind == "receive"
    ):
        return None
    if kind in ("receive", "host"):
        return _receive(page, at, begin, end)
    if kind == "visit":
        return _visit(page, at, begin, end)
    if kind == "sit":
        arrives = tokens.base[at] == "come" and low[at + 1 : at + 2] != ["together"]
        return _visit(page, at, begin, end) if arrives else _sit(page, at, begin, end)
    if tokens.base[at] == "call" and low[at + 1 : at + 2] == ["on"]:
        return _called_on(page, at, begin, end)
    if kind in ("call", "speak"):
        return _spoke(page, at, begin, end)
    return _meet(page, at, begin, end)


def _actor(page: Page, at: int, begin: int) -> tuple[int, bool]:
    low = page.tokens.low
    group = at
    while group > begin and (
        low[group - 1]
        in (
            "has",
            "have",
            "had",
            "will",
            "would",
            "to",
            "is",
            "are",
            "was",
            "also",
            "shall",
            "due",
            "set",
            "scheduled",
            "not",
            "expected",
        )
        or is_adverb(low[group - 1])
    ):
        group -= 1
    first = subject_start(page, group, begin)
    return first, first == group or is_actor(page, first, group) or any(
        w in PEOPLE or w in name_words().heads for w in low[first:group]
    )


def _meet(page: Page, at: int, begin: int, end: int) -> Met | None:
    low = page.tokens.low
    first, acting = _actor(page, at, begin)
    after = low[at + 1] if at + 1 < end else "."
    if {"alternately", "alternatively", "every", "regularly", "monthly", "weekly", "annually"} & set(
        low[at + 1 : min(at + 12, end)]
    ):
        return None
    if {
        "hopes",
        "hope",
        "hoped",
        "wants",
        "wish",
        "wishes",
        "ready",
        "aims",
        "asked",
        "urged",
        "proposed",
        "invited",
        "refused",
    } & set(low[max(begin, at - 3) : at]):
        return None
    if after in ("the", "all", "their", "its") and any(
        w
        in (
            "needs",
            "requirements",
            "conditions",
            "standards",
            "demand",
            "challenges",
            "obligations",
            "deadline",
            "costs",
            "target",
            "targets",
            "criteria",
            "goals",
        )
        for w in low[at + 1 : at + 6]
    ):
        return None
    last, facts = _phrase_end(page, at + 1, end)
    purpose = low[at - 1 : at] == ["to"] and any(_human(page, i) for i in range(begin, at))
    if not facts or not (acting or purpose or low[first : first + 1] == ["who"]):
        return None
    if purpose and not acting:
        return Met(at, last, "meeting", "planned", "meet-verb")
    return Met(at if at - first > 14 else first, last, "meeting", _status(page, begin, at, end), "meet-verb")


def _visit(page: Page, at: int, begin: int, end: int) -> Met | None:
    tokens, low = page.tokens, page.tokens.low
    first, acting = _actor(page, at, begin)
    if not acting or first == at and not tokens.bits[at] & (PAST | THIRD | ING):
        return None
    if (
        not any(_human(page, i) for i in range(first, at))
        and low[first:at][-1:] not in (["he"], ["she"], ["they"], ["who"])
        and first != at
    ):
        return None
    if tokens.base[at] in ("cross", "depart", "leave", "drive", "head", "proceed", "come", "return") and not _goes(
        page, at
    ):
        return None
    last, facts = _phrase_end(page, at + 1, end)
    places = any(i in page.name_at and page.name_at[i].type == "place" for i in range(at, last))
    return Met(at, last, "visit", _status(page, begin, at, end), "visit-verb") if facts and places else None


def _goes(page: Page, at: int) -> bool:
    """Say whether a verb of going is followed by its goal: "leave for X", "crossed over from Y"."""
    near = page.tokens.low[at + 1 : at + 4]
    return near[:1] in (["for"], ["to"]) or near[:2] in (
        ["over", "from"],
        ["over", "to"],
        ["in", "from"],
        ["back", "to"],
    )


def _human(page: Page, at: int) -> bool:
    low = page.tokens.low[at]
    mention = page.name_at.get(at)
    return (
        low in PEOPLE
        or low in name_words().heads
        or low in ("he", "she", "they", "who", "i", "we")
        or (mention is not None and mention.type == "person")
    )


def _receive(page: Page, at: int, begin: int, end: int) -> Met | None:
    tokens, low = page.tokens, page.tokens.low
    by = low[at + 1] == "by" if at + 1 < end else False
    near = range(at + 1, min(at + 12, end))
    if tokens.base[at] == "summon":
        last, facts = _phrase_end(page, at + 1, end)
        return (
            Met(at, last, "meeting", _status(page, begin, at, end), "summoned")
            if facts or low[at + 1 : at + 2] == ["to"]
            else None
        )
    if by and any(_human(page, i) for i in near):
        last, _ = _phrase_end(page, at + 1, end)
        return Met(at, last, "reception", _status(page, begin, at, end), "received-by")
    direct = [
        i
        for i in range(at + 1, min(at + 9, end))
        if i in page.name_at
        and page.name_at[i].type == "person"
        or (low[i] in PEOPLE or low[i] in name_words().heads)
        and tokens.base[at] in ("receive", "host")
    ]
    if (
        tokens.bits[at] & PAST
        and direct
        and not by
        and _actor(page, at, begin)[1]
        and not {
            "report",
            "reports",
            "letter",
            "message",
            "news",
            "aid",
            "support",
            "training",
            "information",
            "complaint",
            "complaints",
        }
        & set(low[at + 1 : at + 6])
    ):
        last, _ = _phrase_end(page, at + 1, end)
        return Met(at, last, "reception", _status(page, begin, at, end), "received")
    return None


def _sit(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "the committee convened in X on Monday", "is due to reconvene in Y"."""
    low = page.tokens.low
    if page.tokens.base[at] == "come" and low[at + 1 : at + 2] != ["together"]:
        return None
    first, _ = _actor(page, at, begin)
    if not {
        "commissioners",
        "commanders",
        "committee",
        "sub-committee",
        "sub-commission",
        "workgroup",
        "taskforce",
        "commission",
        "council",
        "group",
        "sides",
        "parliamentarians",
        "experts",
        "governors",
        "lawmakers",
        "officials",
        "delegates",
        "leaders",
        "mayors",
        "commissioners",
        "ministers",
        "delegations",
        "mechanism",
        "parties",
        "board",
        "teams",
        "panel",
    } & set(low[first:at]):
        return None
    last, facts = _phrase_end(page, at + 1, end)
    return (
        Met(first if at - first < 14 else at, last, "commission", _status(page, begin, at, end), "body-sits")
        if facts
        else None
    )


def be_in(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "will be in Entebbe on 23 November", "is expected in N'Djamena next week": `at` is "in"."""
    low = page.tokens.low
    if low[at - 1] not in ("be", "expected", "was", "were", "is", "are", "due") or at + 1 >= end:
        return None
    mention = page.name_at.get(at + 1)
    group = at - 1
    while group > begin and low[group - 1] in ("is", "are", "will", "would", "going", "to", "was"):
        group -= 1
    first, group = whole_subject(page, group, begin)
    who = any(_human(page, i) for i in range(first, group)) and (
        page.name_at.get(group - 1) is not None
        or low[group - 1] in ("he", "she", "i", "we")
        or any(w in PEOPLE for w in low[first:group])
    )
    if not mention or mention.type != "place" or not who:
        return None
    last, facts = _phrase_end(page, at, end)
    return (
        Met(at - 1, last, "visit", "planned" if low[at - 1] != "was" else "held", "be-in")
        if facts > 1
        or low[at - 1] in ("expected", "due")
        or any(w in low[last : last + 6] for w in ("talks", "visit", "meetings", "consultations"))
        else None
    )


def _called_on(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "called on the governor" as a visit where nothing is asked."""
    low = page.tokens.low
    last, facts = _phrase_end(page, at + 2, end)
    if not facts or "to" in low[last : last + 3] or not any(_human(page, i) for i in range(at + 2, last)):
        return None
    return Met(at, last, "meeting", _status(page, begin, at, end), "called-on")


def _spoke(page: Page, at: int, begin: int, end: int) -> Met | None:
    low = page.tokens.low
    if (
        set(low[at + 1 : min(at + 14, end)]) & {"telephone", "phone"}
        and page.tokens.base[at] not in ("telephone", "phone")
        or page.tokens.base[at] in ("telephone", "phone")
        and page.tokens.bits[at] & PAST
    ):
        last, _ = _phrase_end(page, at + 1, end)
        return Met(at, max(last, at + 1), "call", _status(page, begin, at, end), "spoke-by-telephone")
    return None
