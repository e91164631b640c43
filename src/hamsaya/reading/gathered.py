"""Verbs of meeting: met, visited, was received by, spoke by telephone, convened."""

from hamsaya.reading.actor import is_actor
from hamsaya.reading.clause import is_adverb
from hamsaya.reading.inflect import ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import words
from hamsaya.reading.modal import whole_subject
from hamsaya.reading.page import Page
from hamsaya.reading.runs import name_words
from hamsaya.reading.subject import subject_start
from hamsaya.reading.venue import PEOPLE, Met, meeting_words, phrase_end, status_of


def verb_meeting(page: Page, at: int, begin: int, end: int) -> Met | None:
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
    if tokens.base[at] == "welcome" and not (bits & PARTICIPLE and "by" in low[at + 1 : at + 7]) and kind == "receive":
        return _welcomed(page, at, begin, end)
    if kind in ("receive", "host"):
        return _receive(page, at, begin, end)
    if kind == "visit":
        return _visit(page, at, begin, end)
    if kind == "sit":
        arrives = tokens.base[at] == "come" and low[at + 1 : at + 2] != ["together"]
        return _visit(page, at, begin, end) if arrives else _sit(page, at, begin, end)
    if tokens.base[at] == "call" and low[at + 1 : at + 2] == ["on"]:
        return _called_on(page, at, begin, end)
    if tokens.base[at] == "exchange":
        return _exchanged(page, at, begin, end)
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


def actor_of(page: Page, at: int, begin: int) -> int:
    """Return the first token of the subject of the verb at `at`."""
    return _actor(page, at, begin)[0]


def human_subject(page: Page, at: int, begin: int) -> bool:
    """Say whether a person, an office or a delegation is the subject of the verb at `at`."""
    first, _ = _actor(page, at, begin)
    return first == at or any(human(page, i) for i in range(first, at))


MET_THINGS = words(
    """needs requirements conditions standards demand challenges obligations deadline costs target targets
    criteria goals"""
)


RECURRING = words("alternately alternatively every regularly monthly weekly annually")
WISHED = words(
    "hopes hope hoped wants wish wishes ready aims asked urged proposed invited refused"
)  # right before "to meet": it has not come about
HOPED = words("hope hopes hoped")
WANTED = words("wants urged urges wish wishes")


def _only_wished(page: Page, at: int, begin: int) -> bool:
    """Say whether a meeting is only hoped for, asked for, or would have been."""
    low = page.tokens.low
    if not WISHED.isdisjoint(low[max(begin, at - 3) : at]) or low[at - 2 : at] == ["would", "have"]:
        return True
    before = low[max(begin, at - 9) : at]
    return not HOPED.isdisjoint(before) or (low[at - 1] == "to" and not WANTED.isdisjoint(before))


def _meet(page: Page, at: int, begin: int, end: int) -> Met | None:
    low = page.tokens.low
    first, acting = _actor(page, at, begin)
    if not RECURRING.isdisjoint(low[at + 1 : min(at + 12, end)]) or _only_wished(page, at, begin):
        return None
    after = low[at + 1] if at + 1 < end else "."
    if after in ("the", "all", "their", "its") and any(w in MET_THINGS for w in low[at + 1 : at + 6]):
        return None
    last, facts = phrase_end(page, at + 1, end)
    if not facts and acting and first < at:
        facts = _told_before(page, first, at, begin)
    purpose = low[at - 1 : at] == ["to"] and any(human(page, i) for i in range(begin, at))
    if not facts or not (acting or purpose or low[first : first + 1] == ["who"]):
        return None
    if purpose and not acting:
        return Met(at, last, "meeting", "planned", "meet-verb")
    return Met(at if at - first > 14 else first, last, "meeting", status_of(page, begin, at, end), "meet-verb")


def _told_before(page: Page, first: int, at: int, begin: int) -> int:
    """Return 1 where two parties meet ("the ministers of A and B met") with a place or a date before, else 0."""
    low = page.tokens.low
    several = "and" in low[first:at] or bool({"two", "both"} & set(low[first:at]))
    known = any(i in page.name_at or i in page.date_at for i in range(begin, at))
    return int(several and known and low[at + 1 : at + 2] != ["the"])


def _visit(page: Page, at: int, begin: int, end: int) -> Met | None:
    tokens, low = page.tokens, page.tokens.low
    first, acting = _actor(page, at, begin)
    if not acting or (first == at and not tokens.bits[at] & (PAST | THIRD | ING)):
        return None
    if (
        not any(human(page, i) for i in range(first, at))
        and low[first:at][-1:] not in (["he"], ["she"], ["they"], ["who"])
        and first != at
    ):
        return None
    if tokens.base[at] in (
        "go",
        "cross",
        "depart",
        "leave",
        "drive",
        "head",
        "proceed",
        "come",
        "return",
    ) and not _goes(page, at):
        return None
    if tokens.base[at] == "reach" and not any(i in page.name_at for i in range(at + 1, at + 4)):
        return None
    last, facts = phrase_end(page, at + 1, end)
    places = any(i in page.name_at and page.name_at[i].type == "place" for i in range(at, last))
    named = page.name_at.get(at - 1)
    dated = any(i in page.date_at for i in range(at + 1, min(at + 3, end)))
    places = places or (tokens.base[at] == "arrive" and dated and named is not None and named.type == "person")
    return Met(at, last, "visit", status_of(page, begin, at, end), "visit-verb") if facts and places else None


def _goes(page: Page, at: int) -> bool:
    """Say whether a verb of going is followed by its goal: "leave for X", "crossed over from Y"."""
    near = page.tokens.low[at + 1 : at + 4]
    return near[:1] in (["for"], ["to"], ["into"]) or near[:2] in (
        ["over", "from"],
        ["over", "to"],
        ["in", "from"],
        ["back", "to"],
    )


def human(page: Page, at: int) -> bool:
    """Say whether a token stands for people: an office, a title, a person, "they"."""
    low = page.tokens.low[at]
    mention = page.name_at.get(at)
    return (
        low in PEOPLE
        or low in name_words().heads
        or low in ("he", "she", "they", "who", "i", "we")
        or (mention is not None and mention.type == "person")
    )


def _welcomed(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "Mayor X welcomed Y to Soufli": a guest and a town behind."""
    guest = page.name_at.get(at + 1)
    if guest is None or guest.type != "person" or not page.tokens.bits[at] & PAST:
        return None
    town = page.name_at.get(guest.last + 1)
    if town is None or town.type != "place" or page.tokens.low[guest.last] not in ("to", "in", "at"):
        return None
    last, _ = phrase_end(page, guest.last, end)
    return Met(at, max(last, town.last), "reception", status_of(page, begin, at, end), "welcomed")


RECEIVED_THINGS = words("""report reports letter message news aid support training information complaint complaints""")


def _receive(page: Page, at: int, begin: int, end: int) -> Met | None:
    tokens, low = page.tokens, page.tokens.low
    passive = low[at - 1] in ("was", "were", "been", "and") or at == begin
    by = low[at + 1] == "by" or (passive and "by" in low[at + 1 : min(at + 7, end)])
    near = range(at + 1, min(at + 12, end))
    stop = next((i for i in range(at + 1, min(at + 15, end)) if low[i] in ("to", "that")), min(at + 15, end))
    if tokens.base[at] == "summon":
        last, facts = phrase_end(page, at + 1, end)
        return (
            Met(at, last, "meeting", status_of(page, begin, at, end), "summoned")
            if facts or low[at + 1 : at + 2] == ["to"]
            else None
        )
    if by and any(human(page, i) for i in near):
        last, _ = phrase_end(page, at + 1, end)
        return Met(at, last, "reception", status_of(page, begin, at, end), "received-by")
    direct = [
        i
        for i in range(at + 1, stop)
        if (i in page.name_at and page.name_at[i].type == "person")
        or ((low[i] in PEOPLE or low[i] in name_words().heads) and tokens.base[at] in ("receive", "host"))
    ]
    if (
        tokens.bits[at] & PAST
        and direct
        and not by
        and _actor(page, at, begin)[1]
        and not RECEIVED_THINGS & set(low[at + 1 : at + 6])
    ):
        last, _ = phrase_end(page, at + 1, end)
        return Met(at, last, "reception", status_of(page, begin, at, end), "received")
    return None


SITTERS = words(
    """cabinet cabinets parliament assembly plenum presidium subcommittee subcommission commissioners commanders
    committee sub-committee sub-commission workgroup taskforce commission council group sides parliamentarians
    experts governors lawmakers officials delegates leaders mayors ministers delegations mechanism parties board
    teams panel"""
)


def _sit(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "the committee convened in X on Monday", "is due to reconvene in Y"."""
    low = page.tokens.low
    if page.tokens.base[at] == "come" and low[at + 1 : at + 2] != ["together"]:
        return None
    first, _ = _actor(page, at, begin)
    if low[at - 1] == ",":
        first, _ = whole_subject(page, at, begin)
    if low[first : first + 1] in (["which"], ["that"]):
        first = max(begin, first - 5)
    if not SITTERS & set(low[first:at]) and not any(human(page, i) for i in range(first, at)):
        return None
    last, facts = phrase_end(page, at + 1, end)
    return (
        Met(
            first if at - first < 14 else at,
            last,
            "commission" if SITTERS & set(low[first:at]) else "meeting",
            status_of(page, begin, at, end),
            "body-sits",
        )
        if facts
        else None
    )


TRAVELLERS = words("delegation delegations team mission minister ministers premier president presidents envoy envoys")


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
    who = any(human(page, i) for i in range(first, group)) and (
        page.name_at.get(group - 1) is not None
        or low[group - 1] in ("he", "she", "i", "we")
        or any(w in PEOPLE for w in low[first:group])
        or human(page, group - 1)
    )
    if not mention or mention.type != "place" or not who:
        return None
    last, facts = phrase_end(page, at, end)
    return (
        Met(at - 1, last, "visit", "planned" if low[at - 1] != "was" else "held", "be-in")
        if facts > 1
        or (len(mention.norm) != 2 and not TRAVELLERS.isdisjoint(low[first:group]))
        or low[at - 1] in ("expected", "due")
        or any(w in low[last : last + 6] for w in ("talks", "visit", "meetings", "consultations"))
        else None
    )


def _called_on(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "called on the governor" as a visit where nothing is asked."""
    low = page.tokens.low
    last, facts = phrase_end(page, at + 2, end)
    someone = low[at + 2 : at + 3] in (["him"], ["her"], ["them"])
    if someone and "to" not in low[last : last + 8]:
        return Met(at, max(last, at + 3), "meeting", status_of(page, begin, at, end), "called-on")
    if not facts or "to" in low[last : last + 3] or not any(human(page, i) for i in range(at + 2, last)):
        return None
    return Met(at, last, "meeting", status_of(page, begin, at, end), "called-on")


def _exchanged(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "exchanged views by video link" as a call, and with a place or a date as a meeting."""
    low = page.tokens.low
    if low[at + 1] != "views" or not _actor(page, at, begin)[1]:
        return None
    last, facts = phrase_end(page, at + 2, end)
    far = not {"video", "telephone", "phone", "online", "videolink"}.isdisjoint(low[at : min(at + 9, end)])
    if not (facts or far or any(i in page.name_at or i in page.date_at for i in range(begin, at))):
        return None
    return Met(at, last, "call" if far else "meeting", status_of(page, begin, at, end), "exchanged-views")


def _spoke(page: Page, at: int, begin: int, end: int) -> Met | None:
    low = page.tokens.low
    if page.tokens.base[at] == "ring" and page.tokens.bits[at] & (PAST | PARTICIPLE):
        rung = page.name_at.get(at + 1)
        someone = low[at + 1 : at + 2] in (["me"], ["him"], ["her"], ["us"]) or (rung and rung.type == "person")
        last, facts = phrase_end(page, at + 1, end)
        return Met(at, last, "call", "held", "rang") if someone and facts and human_subject(page, at, begin) else None
    if page.tokens.base[at] == "call" and {",", '"', "“"} & set(low[at + 1 : min(at + 14, end)]):
        return None
    if (
        set(low[at + 1 : min(at + 14, end)]) & {"telephone", "phone"}
        and page.tokens.base[at] not in ("telephone", "phone")
    ) or (page.tokens.base[at] in ("telephone", "phone") and page.tokens.bits[at] & PAST):
        last, _ = phrase_end(page, at + 1, end)
        return Met(at, max(last, at + 1), "call", status_of(page, begin, at, end), "spoke-by-telephone")
    return None
