"""From a draft to the body of the act that it proposes; what the report leaves open is said so and never guessed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hamsaya.core.compact import Compact
from hamsaya.core.errors import Broken
from hamsaya.core.fields import NOT_KNOWN, NOT_STATED
from hamsaya.core.kinds import Act, Kind, kind_named
from hamsaya.core.text import LANGUAGES, fold
from hamsaya.intake.claimed import MOST_PART, parts_of
from hamsaya.intake.models import Draft, Source
from hamsaya.intake.offices import office_of_speaker
from hamsaya.intake.topic import area_of, left_open
from hamsaya.records.commitment import MISSING, MODALITIES
from hamsaya.records.visit import PURPOSES

MOST_TITLE = 110
COUNTRY = re.compile(r"[A-Z]{2}(?::capital)?")
BOTH = "both"
VISITS = {"visit": "visit", "meeting": "meeting", "reception": "reception", "press": "press_conference", "call": "call"}
EVENTS = (("summit", "summit"), ("exhibition", "exhibition"), ("seminar", "exhibition"), ("brief", "briefing"))
SCOPES = (
    ("highest_level", ("top", "highest")), ("defence", ("defen",)), ("counter_terrorism", ("terror",)),
    ("border", ("border",)),
    ("trade", ("trade", "econom")),
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """Whose node it is and what the compact lists: what a proposal is made with."""

    compact: Compact
    party: str
    next_number: str = ""
    """The number that a new commitment gets."""


def opening(kind: str) -> tuple[Kind[Any], type[Act]]:
    """Return a kind and the act that opens its records."""
    found = kind_named(kind)
    if found is None:
        raise Broken("kind.unknown", kind=kind)
    return found, next(act for act in found.acts if act.opens)


def body_of(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    """Return the body that a draft proposes, with what a person changed."""
    _, act = opening(draft.kind)
    proposed = {**_defaults(act), **_MAKERS[draft.kind](draft, source, desk)}
    body = {**proposed, **draft.fields}
    return {name: value for name, value in body.items() if name in act.fields and value not in (None, "", [], {})}


def _defaults(act: type[Act]) -> dict[str, Any]:
    return {name: each.default for name, each in act.fields.items() if each.default is not None}


def language_of(source: Source) -> str:
    """Return the language that a report's words stand in."""
    return source.language if source.language in LANGUAGES else "en"


def title_of(draft: Draft) -> str:
    """Return a heading made of the draft's own words."""
    line = " ".join(draft.quote.split()).strip(" ,;:.“”\"'۔")
    short = line if len(line) <= MOST_TITLE else line[:MOST_TITLE].rsplit(" ", 1)[0] + " …"
    return short[:1].upper() + short[1:]


def _wording(draft: Draft, source: Source, limit: int) -> dict[str, str]:
    words = draft.quote.strip()
    return {language_of(source): words if len(words) <= limit else words[: limit - 2] + " …"}


def _title(draft: Draft, source: Source) -> dict[str, str]:
    return {language_of(source): title_of(draft)}


def parties_of(draft: Draft, desk: Desk) -> list[str]:
    """Return the parties of the compact that a draft names; nothing where it names none."""
    codes = [party.code for party in desk.compact.parties]
    said = draft.read.get("parties", [])
    return sorted(codes) if BOTH in said else sorted(set(codes) & set(said))


def when_of(draft: Draft, source: Source | None = None) -> dict[str, str]:
    """Return the time that was read, with its precision; with `source`, else the one date of its sentence."""
    said = str(draft.read.get("when") or (_date_beside(draft, source) if source else ""))
    start, _, end = said.partition("/")
    if len(start) != 10 or len(end) not in (0, 10):
        return {"precision": "not_stated"}
    return {"at": start, "until": end, "precision": "range"} if end else {"at": start, "precision": "day"}


def _date_beside(draft: Draft, source: Source) -> str:
    """Return the value of the only date in a draft's words, else in its sentence; "" where there is none or several."""
    sentence = next((each for each in source.sentences if each[0] <= draft.start < each[1]), [draft.start, draft.end])
    for start, end in ((draft.start, draft.end), (sentence[0], sentence[1])):
        found = {each[3] for each in source.entities if each[2] == "date" and each[3] and start <= each[0] < end}
        if len(found) == 1:
            return str(found.pop())
    return ""


def where_of(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    """Return the place that was read: one the compact lists, a distance from the border, or not stated."""
    km, inside = draft.read.get("distance_km"), str(draft.read.get("territory") or "")[:2]
    if km is not None and inside in {party.code for party in desk.compact.parties}:
        return {"km": int(km), "inside": inside, "precision": "band_only"}
    names = [str(draft.read.get("place") or "")]
    names += [source.text[start:end] for start, end, sort, *_ in _inside(draft, source) if sort == "place"]
    for name in names:
        if found := place_named(name, desk.compact):
            return {"place": found, "precision": "settlement"}
    return {"precision": "not_stated"}


def place_named(name: str, compact: Compact) -> str:
    """Return the id of the compact's place of that name, or ""."""
    wanted = fold(name)
    if not wanted:
        return ""
    for place in compact.places:
        if wanted in {fold(each) for each in (*place.name.values(), *place.aliases)}:
            return place.id
    return ""


def _inside(draft: Draft, source: Source) -> list[list[Any]]:
    return [each for each in source.entities if draft.start <= each[0] < draft.end]


def _commitment(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    codes = [party.code for party in desk.compact.parties]
    modality = draft.modality if draft.modality in MODALITIES else "asserted"
    return {
        "number": desk.next_number,
        "title": _title(draft, source),
        "wording": _wording(draft, source, 1000),
        "modality": modality,
        "bound": parties_of(draft, desk) or codes,
        "area": area_of(draft.quote, [area.id for area in desk.compact.areas]),
        "verifiability": verifiability(draft, source),
        "due": _due(draft),
        "missing": [code for code in MISSING if code in missing_in(draft)],
    }


def _due(draft: Draft) -> str:
    when = when_of(draft)
    day = when.get("until") or when.get("at") or ""
    return day if day and draft.read.get("deadline") else NOT_STATED


def missing_in(draft: Draft) -> set[str]:
    """Return the codes of what the wording leaves open."""
    found = set(left_open(draft.quote))
    if draft.read.get("number"):
        found -= {"number"}
    if _due(draft) == NOT_STATED and when_of(draft)["precision"] == "not_stated":
        found.add("date")
    if draft.modality in ("proposed", "called"):
        found.add("acceptance")
    return found | {"definition"}


def verifiability(draft: Draft, source: Source) -> int:
    """Return 0 aspiration, 1 direction, 2 a deed without date, number or place, 3 a deed with one of them."""
    if draft.read.get("firm") != "concrete":
        return 0 if draft.modality in ("called", "asserted", "principle") else 1
    dated = when_of(draft)["precision"] != "not_stated"
    places = [norm for _, _, sort, norm, *_ in _inside(draft, source) if sort == "place"]
    placed = any(not COUNTRY.fullmatch(str(norm)) for norm in places)
    return 3 if dated or placed or draft.read.get("number") not in (None, "two", "2") else 2


def _speaker(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    office = office_of_speaker(str(draft.read.get("speaker") or ""), source, desk.compact)
    side = next((each.party for each in desk.compact.offices if each.id == office), None)
    return {"office": office, "side": side}


def _said_on(draft: Draft) -> str:
    when = when_of(draft)
    return when["at"] if when["precision"] == "day" else NOT_STATED


def _statement(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    sorts = {"attribution": "attributed", "denial": "denied", "call": "called"}
    return {
        **_speaker(draft, source, desk),
        "title": _title(draft, source),
        "sort": sorts.get(draft.find, "said"),
        "words": _wording(draft, source, 600),
        "said_on": _said_on(draft),
    }


def _assessment(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    words = fold(draft.quote)
    negative = draft.read.get("direction") == "negative"
    return {
        "office": _speaker(draft, source, desk)["office"],
        "title": _title(draft, source),
        "scope": next((scope for scope, hints in SCOPES if any(hint in words for hint in hints)), "general"),
        "view": "lacking" if negative else "appropriate" if "appropriate" in words else "good",
        "words": _wording(draft, source, 600),
        "said_on": _said_on(draft),
    }


def _visit(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    whole = _sentence(draft, source)
    offices = [office_of_speaker(name, source, desk.compact) for name in draft.read.get("who", [])]
    return {
        "title": _title(draft, source),
        "visit": VISITS.get(str(draft.read.get("kind")), "meeting"),
        "happened": when_of(draft, source),
        "place": where_of(draft, source, desk),
        "offices": sorted({office for office in offices if office != NOT_STATED}),
        "purposes": [code for code in PURPOSES if code[:6] in fold(whole)],
    }


def _sentence(draft: Draft, source: Source) -> str:
    found = next((each for each in source.sentences if each[0] <= draft.start < each[1]), None)
    return source.text[found[0] : found[1]] if found and source.text else draft.quote


def _event(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    words = fold(draft.quote)
    code = next((code for hint, code in EVENTS if hint in words), "other")
    return {
        "title": _title(draft, source),
        "event": "incident" if draft.find == "incident" else code,
        "happened": when_of(draft, source),
        "place": where_of(draft, source, desk),
        "takes_part": parties_of(draft, desk) if draft.find != "incident" else [],
    }


def _claim(draft: Draft, source: Source, _desk: Desk) -> dict[str, Any]:
    start, end = draft.read.get("claim") or (0, 0)
    said, lang = source.text[start:end], language_of(source)
    parts = [draft.quote.strip()[:MOST_PART]]
    if len(said.split()) > 2:
        named = [(each[0] - start, each[1] - start, each[2]) for each in source.entities if start <= each[0] < end]
        places, days = ([(a, b) for a, b, sort in named if sort == wanted] for wanted in ("place", "date"))
        parts = parts_of(said, places, days)
    return {
        "title": {lang: title_of(Draft(quote=said if len(said.split()) > 2 else draft.quote))},
        "parts": [{lang: part} for part in parts],
        "outlet": source.outlet,
        "first_seen": source.published or NOT_STATED,
    }


def _principle(draft: Draft, source: Source, _desk: Desk) -> dict[str, Any]:
    return {"title": _title(draft, source), "wording": _wording(draft, source, 800)}


def _notice(draft: Draft, source: Source, desk: Desk) -> dict[str, Any]:
    ours = next(each for each in desk.compact.desks if each.party == desk.party)
    theirs = next(each for each in desk.compact.desks if each.party != desk.party)
    return {
        "from_desk": ours.id, "to_desk": theirs.id, "happened": when_of(draft), "window": when_of(draft),
        "place": where_of(draft, source, desk), "basis": "public_report", "certainty": "likely", "reply_wanted": False,
        "stage": "after", "activity": "law_enforcement", "joint": bool(draft.read.get("joint")),
        "against": "not_stated",
        "ended": NOT_KNOWN,
    }  # fmt: skip


_MAKERS: dict[str, Callable[[Draft, Source, Desk], dict[str, Any]]] = {
    "commitment": _commitment, "statement": _statement, "assessment": _assessment, "visit": _visit, "event": _event,
    "claim": _claim, "principle": _principle, "notice": _notice,
}  # fmt: skip
