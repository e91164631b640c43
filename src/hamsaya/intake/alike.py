"""What stands beside a draft: earlier items it may restate and why, accounts that differ, and other spellings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hamsaya.core.text import fold
from hamsaya.intake import concepts, rumour, shelf
from hamsaya.intake.become import Desk, body_of, where_of
from hamsaya.intake.like import build
from hamsaya.intake.models import ACCEPTED, OPEN, Draft, Source
from hamsaya.intake.offices import Holder, spellings
from hamsaya.node import queries
from hamsaya.node.access import visible
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer

MOST = 5
WORD = re.compile(r"\w{4,}")
FAR = 45
"""Days beyond which two dates are of two occasions and do not contradict each other."""
LIKE_ENOUGH = 0.08
SAME_OCCASION = 0.16
COMMON = frozenset(
    [
        "that",
        "this",
        "with",
        "will",
        "have",
        "been",
        "from",
        "their",
        "they",
        "both",
        "which",
        "also",
        "said",
        "more",
        "than",
        "into",
        "were",
    ]
)


@dataclass(frozen=True)
class Suggestion:
    """An earlier item that a draft may say again, and why it is offered."""

    record: str
    kind: str
    title: dict[str, str]
    percent: int
    words: tuple[str, ...]
    """Words that both have."""
    same_area: bool
    same_place: bool
    waiting: bool
    """It is an accepted draft that has not been signed yet."""


@dataclass(frozen=True)
class Differing:
    """Two accounts of what may be one thing; both are kept."""

    what: str
    """`dates`, `view` or `modality`."""
    quote: str
    value: Any
    source: str
    record: str = ""
    draft: int = 0


@dataclass(frozen=True)
class Beside:
    """All that is shown beside one draft."""

    suggestions: tuple[Suggestion, ...] = ()
    differing: tuple[Differing, ...] = ()
    holders: dict[str, list[Holder]] = field(default_factory=dict)
    letters: tuple[Record, ...] = ()
    """Notices, incidents and warnings near a claim in place and time."""


def beside(draft: Draft, source: Source, desk: Desk, viewer: Viewer) -> Beside:
    """Return what stands beside a draft."""
    body = body_of(draft, source, desk)
    return Beside(
        tuple(suggest(draft, body, viewer)),
        tuple(differing(draft, source, body, desk, viewer)),
        _holders(draft, source),
        letters_near(draft, source, desk, viewer),
    )


def letters_near(draft: Draft, source: Source, desk: Desk, viewer: Viewer) -> tuple[Record, ...]:
    """Return notices, incidents and warnings of the days around the report of a claim, the nearest in place first."""
    if draft.kind != "claim" or not source.published:
        return ()
    sentence = next((each for each in source.sentences if each[0] <= draft.start < each[1]), (draft.start, draft.end))
    places = rumour.places_in(source.text[sentence[0] : sentence[1]] or draft.quote, desk.compact)
    return rumour.near(viewer, places, date.fromisoformat(source.published))


def _asked(draft: Draft) -> str:
    return " ".join([draft.quote, *concepts.others(draft.quote)])


def suggest(draft: Draft, body: dict[str, Any], viewer: Viewer) -> list[Suggestion]:
    """Return up to five records, or accepted drafts, of the same kind that are most like the draft's words."""
    found = dict(shelf.ask(viewer.compact, _asked(draft), 80))
    rows = Record.objects.filter(visible(viewer), record__in=list(found), name=draft.kind).exclude(
        record=draft.record or "-"
    )
    made = [_of_row(row, found[row.record], draft, body) for row in rows.defer("state", "owner_state")]
    made += _waiting(draft)
    good = [each for each in made if each.percent >= LIKE_ENOUGH * 100]
    return sorted(good, key=lambda each: (-each.percent, each.record))[:MOST]


def _common(one: str, other: str) -> tuple[str, ...]:
    mine, theirs = ({word[:7]: word for word in WORD.findall(fold(text))} for text in (one, other))
    return tuple(mine[stem] for stem in mine if stem in theirs and mine[stem] not in COMMON)[:6]


def _of_row(row: Record, score: float, draft: Draft, body: dict[str, Any]) -> Suggestion:
    place = body.get("place", {}).get("place", "")
    same_area, same_place = bool(row.area) and row.area == body.get("area"), bool(place) and row.place == place
    percent = min(99, round(100 * score) + 5 * same_area + 5 * same_place)
    words = _common(draft.quote, " ".join(row.title.values()))
    return Suggestion(row.record, row.name, row.title, percent, words, same_area, same_place, waiting=False)


def _waiting(draft: Draft) -> list[Suggestion]:
    """Return accepted drafts that are not signed yet: one report often says a thing twice."""
    others = Draft.objects.filter(source__compact=draft.source.compact, state=ACCEPTED, kind=draft.kind)
    kept = {
        each.record: each
        for each in others.exclude(pk=draft.pk).order_by("-pk")[:400]
        if not each.link.startswith("fold")
    }
    index = build(tuple(kept), tuple(each.quote for each in kept.values()))
    return [
        Suggestion(
            record, draft.kind, {"en": kept[record].quote[:110]}, min(99, round(100 * score)),
            _common(draft.quote, kept[record].quote), same_area=False, same_place=False, waiting=True,
        )
        for record, score in index.ask(_asked(draft), MOST)
    ]  # fmt: skip


def _span(happened: dict[str, str]) -> tuple[date, date] | None:
    if "at" not in happened:
        return None
    return date.fromisoformat(happened["at"][:10]), date.fromisoformat(happened.get("until", happened["at"])[:10])


def contradict(one: dict[str, str], other: dict[str, str]) -> bool:
    """Tell whether two times cannot both be right of one occasion: they do not meet, and are not far apart."""
    mine, theirs = _span(one), _span(other)
    if mine is None or theirs is None:
        return False
    gap = max((theirs[0] - mine[1]).days, (mine[0] - theirs[1]).days)
    return 0 < gap <= FAR


def differing(draft: Draft, source: Source, body: dict[str, Any], desk: Desk, viewer: Viewer) -> list[Differing]:
    """Return accounts that differ from the draft's, on record or in other reports under review."""
    if draft.kind in ("visit", "event"):
        return [*_dates_on_record(draft, body, viewer), *_dates_in_drafts(draft, source, body, desk)]
    if draft.kind == "assessment":
        return [*_views_on_record(body, viewer), *_views_in_drafts(draft, body, desk)]
    return _modalities(draft, body, viewer) if draft.kind == "commitment" else []


def _dates_on_record(draft: Draft, body: dict[str, Any], viewer: Viewer) -> list[Differing]:
    near = [record for record, score in shelf.ask(viewer.compact, sentence_of(draft), 40) if score >= SAME_OCCASION]
    rows = Record.objects.filter(visible(viewer), record__in=near, name__in=("visit", "event"))
    found = []
    for row in rows:
        state = queries.record(viewer, viewer.compact, row.record).state
        accounts = [state.happened, *(account["happened"] for account in state.accounts)]
        found += [
            Differing(
                "dates", row.title.get("en") or next(iter(row.title.values()), ""), happened, "", record=row.record
            )
            for happened in accounts
            if contradict(body["happened"], happened)
        ]
    return found[:MOST]


def sentence_of(draft: Draft) -> str:
    """Return the sentence in which a draft stands; its own words where the text may not be kept."""
    source = draft.source
    found = next((each for each in source.sentences if each[0] <= draft.start < each[1]), None)
    return source.text[found[0] : found[1]] if found and source.text else draft.quote


def _others(draft: Draft, kinds: Sequence[str]) -> list[Draft]:
    """Return undecided and accepted drafts of other reports, the newest reports first."""
    found = Draft.objects.filter(source__compact=draft.source.compact, kind__in=kinds, state__in=(OPEN, ACCEPTED))
    return list(found.exclude(source_id=draft.source_id).select_related("source").order_by("-source_id", "order")[:600])


def _dates_in_drafts(draft: Draft, source: Source, body: dict[str, Any], desk: Desk) -> list[Differing]:
    others = _others(draft, ("visit", "event"))
    index = build(tuple(str(each.pk) for each in others), tuple(sentence_of(each) for each in others))
    near = {int(name): score for name, score in index.ask(sentence_of(draft), 30) if score >= SAME_OCCASION}
    place = where_of(draft, source, desk).get("place")
    found = []
    for each in others:
        theirs = body_of(each, each.source, desk)
        alike = each.pk in near and theirs.get("place", {}).get("place", place) == place
        if alike and contradict(body["happened"], theirs["happened"]):
            found.append(Differing("dates", each.quote, theirs["happened"], each.source.title, draft=each.pk))
    return found[:MOST]


def _views_on_record(body: dict[str, Any], viewer: Viewer) -> list[Differing]:
    rows = Record.objects.filter(visible(viewer), name="assessment").exclude(status="").order_by("-changed")[:40]
    states = [(row, queries.record(viewer, viewer.compact, row.record).state) for row in rows]
    return [
        Differing("view", next(iter(state.words.values())), state.view, "", record=row.record)
        for row, state in states
        if state.view != body["view"]
    ][:MOST]


def _views_in_drafts(draft: Draft, body: dict[str, Any], desk: Desk) -> list[Differing]:
    theirs = [(each, body_of(each, each.source, desk)) for each in _others(draft, ("assessment",))]
    return [
        Differing("view", each.quote, other["view"], each.source.title, draft=each.pk)
        for each, other in theirs
        if other["view"] != body["view"]
    ][:MOST]


def _modalities(draft: Draft, body: dict[str, Any], viewer: Viewer) -> list[Differing]:
    found = []
    for each in suggest(draft, body, viewer):
        if each.waiting or each.percent < 100 * SAME_OCCASION:
            continue
        state = queries.record(viewer, viewer.compact, each.record).state
        if state.modality != body["modality"]:
            words = next(iter(state.wording.values()))
            found.append(Differing("modality", words, state.modality, "", record=each.record))
    return found


def _holders(draft: Draft, source: Source) -> dict[str, list[Holder]]:
    names = {
        norm for start, _, sort, norm, *_ in source.entities if sort == "person" and draft.start <= start < draft.end
    }
    if speaker := draft.read.get("speaker"):
        names.add(speaker)
    known = _sources_with_names(source)
    found = {name: spellings(name, known) for name in sorted(names)}
    return {name: others for name, others in found.items() if others}


def _sources_with_names(source: Source) -> Iterable[Source]:
    return Source.objects.filter(compact=source.compact).only("name", "entities").order_by("-pk")[:200]
