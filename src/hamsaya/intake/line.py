"""The line of descent of a promise: what was said of one undertaking, when, by whom, and what came of it.

An undertaking's line holds every commitment that restates it or that it restates, each source of each with its own
modality, texts adopted and scores given, and how the reports on it judged the cooperation. Nothing is averaged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_STATED
from hamsaya.intake import shelf
from hamsaya.node import queries
from hamsaya.node.access import visible
from hamsaya.node.models import Record, RecordRef
from hamsaya.node.queries import RecordView
from hamsaya.people.viewer import Viewer

MOST = 40
"""Commitments on one line; more are one too many to be one undertaking."""
SUGGESTED = 0.3
REPORTED, ADOPTED, SCORED, JUDGED = "reported", "adopted", "scored", "judged"


@dataclass(frozen=True)
class Stop:
    """One stop on the line."""

    when: str
    """"YYYY-MM-DD", or "" where nothing tells the day."""
    inferred: bool
    sort: str
    code: str
    """What the words are: a modality, a view, a score, or `adopted`."""
    words: dict[str, str]
    record: str
    source: str
    """The report's record, or ""."""
    lane: str
    """The commitment on whose track the stop stands."""
    office: str = ""
    side: str = ""
    """Whose words, where they are one side's alone."""


@dataclass(frozen=True)
class Track:
    """One commitment on the line and where it grew out of."""

    record: str
    number: str
    title: dict[str, str]
    restates: str
    status: str


@dataclass(frozen=True)
class Line:
    """A whole line: its tracks, the oldest first, its stops by date, and what differs between them."""

    tracks: tuple[Track, ...]
    stops: tuple[Stop, ...]
    slips: int
    """How often the undertaking was said again without having been done."""
    differing: tuple[tuple[Stop, Stop], ...]
    suggested: tuple[Record, ...] = field(default=())


def line_of(viewer: Viewer, record: str) -> Line:
    """Return the line on which a commitment stands; Refused where the viewer may not see the commitment."""
    views = _together(viewer, record)
    stops = [stop for view in views.values() for stop in _stops(viewer, view)]
    dates = {name: min((s.when for s in stops if s.lane == name and s.when), default="9999") for name in views}
    order = sorted(views, key=lambda name: (_depth(views, name), dates[name], name))
    tracks = tuple(_track(views[name], views) for name in order)
    stops += _judgements(viewer, views, stops, order)
    placed = sorted(
        stops, key=lambda stop: (stop.when or "9999", order.index(stop.lane), stop.sort == JUDGED, stop.code)
    )
    slips = sum(bool(track.restates) for track in tracks)
    return Line(tracks, tuple(placed), slips, tuple(_differing(placed)), tuple(_suggested(viewer, views)))


def _together(viewer: Viewer, record: str) -> dict[str, RecordView]:
    """Return the commitments linked by restating, by record."""
    found: dict[str, RecordView] = {}
    wanted = [record]
    while wanted and len(found) < MOST:
        name = wanted.pop()
        if name in found:
            continue
        try:
            view = queries.record(viewer, viewer.compact, name)
        except Refused:
            if name == record:
                raise
            continue
        if view.row.name != "commitment" or view.state is None:
            if name == record:
                raise Refused("line.no-commitment")
            continue
        found[name] = view
        wanted += [view.state.restates] if view.state.restates else []
        wanted += view.back
    return {name: view for name, view in found.items() if name == record or _is_linked(name, view, found)}


def _is_linked(name: str, view: RecordView, found: dict[str, RecordView]) -> bool:
    return view.state.restates in found or any(other.state.restates == name for other in found.values())


def _depth(views: dict[str, RecordView], name: str) -> int:
    seen: set[str] = set()
    while (above := views[name].state.restates) in views and name not in seen:
        seen.add(name)
        name = above
    return len(seen)


def _track(view: RecordView, views: dict[str, RecordView]) -> Track:
    restates = view.state.restates if view.state.restates in views else ""
    return Track(view.row.record, view.state.number, view.row.title, restates, view.row.status)


def _stops(viewer: Viewer, view: RecordView) -> Iterable[Stop]:
    """Yield what the sources said of a commitment, then what was signed about it."""
    state, record = view.state, view.row.record
    quotes = list(getattr(state, "quotes", ()))
    told: set[str] = set()
    for cite in (
        {"modality": state.modality, "sources": state.sources, "quotes": quotes},
        *getattr(state, "cites", ()),
    ):
        for (source, modality), words in _quoted(cite).items():
            told.add(source)
            yield _reported(viewer, view, source, modality, {"": " […] ".join(words)})
        for source in cite.get("sources") or ():
            if source not in told:
                told.add(source)
                yield _reported(viewer, view, source, cite["modality"], {} if quotes else dict(state.wording))
    if not told:
        yield Stop("", True, REPORTED, state.modality, dict(state.wording), record, "", record)
    yield from _signed(viewer, view)


def _quoted(cite: Mapping[str, Any]) -> dict[tuple[str, str], list[str]]:
    """Return the quotations of one act by their source and their modality there."""
    found: dict[tuple[str, str], list[str]] = {}
    for quote in cite.get("quotes") or ():
        found.setdefault((quote["source"], quote.get("modality") or cite["modality"]), []).append(quote["text"])
    return found


def _reported(viewer: Viewer, view: RecordView, source: str, modality: str, words: dict[str, str]) -> Stop:
    when, inferred = day_of_report(viewer, source)
    bound = view.state.bound
    side = bound[0] if modality in ("pledged", "proposed", "called") and len(bound) == 1 else ""
    return Stop(when, inferred, REPORTED, modality, words, view.row.record, source, view.row.record, side=side)


def day_of_report(viewer: Viewer, source: str) -> tuple[str, bool]:
    """Return the day of a report, and whether it is inferred or not known at all."""
    try:
        state = queries.record(viewer, viewer.compact, source).state
    except Refused:
        return "", True
    if getattr(state, "published", NOT_STATED) == NOT_STATED:
        return "", True
    return state.published, state.dated != "header"


def _signed(viewer: Viewer, view: RecordView) -> Iterable[Stop]:
    """Yield the adoption of a text, and the latest score of each side."""
    record, state = view.row.record, view.state
    base = Stop("", False, ADOPTED, "adopted", {}, record, "", record)
    if view.row.status == "adopted" or any(len(signed) == 2 for signed in state.signed.values()):
        history = queries.history(viewer, viewer.compact, record)
        days = [act.at[:10] for act in history if act.act == "adopt" and act.had_effect]
        if days:
            yield replace(base, when=max(days))
    for given in state.scores.values():
        for by, score in given.items():
            yield replace(base, when=score["at"][:10], sort=SCORED, code=score["score"], side=by)


def _judgements(
    viewer: Viewer, views: dict[str, RecordView], stops: Sequence[Stop], order: Sequence[str]
) -> Iterable[Stop]:
    """Yield how the reports of this line judged the cooperation, each with its office."""
    by_source = {stop.source: stop for stop in stops if stop.source}
    compact_id = next(iter(views.values())).row.compact_id
    refs = RecordRef.objects.filter(compact_id=compact_id, ref__in=list(by_source), record__name="assessment")
    pairs = list(refs.values_list("record__record", "ref"))
    seen = set(
        Record.objects.filter(visible(viewer), record__in=[name for name, _ in pairs]).values_list("record", flat=True)
    )
    for name, source in sorted(pairs):
        if name not in seen:
            continue
        seen.discard(name)
        beside, state = by_source[source], queries.record(viewer, viewer.compact, name).state
        own = state.said_on != NOT_STATED
        when, inferred = (state.said_on, False) if own else (beside.when, beside.inferred)
        yield Stop(
            when, inferred, JUDGED, state.view, dict(state.words), name, source, order[0], state.office,
            _side(viewer, state.office),
        )  # fmt: skip


def _side(viewer: Viewer, office: str) -> str:
    _, agreed = queries.compact_of(viewer, viewer.compact)
    return next((each.party for each in agreed.offices if each.id == office), "")


def _differing(stops: Sequence[Stop]) -> Iterable[tuple[Stop, Stop]]:
    """Yield pairs of sources of one commitment that give it another modality, and judgements that differ."""
    for at, one in enumerate(stops):
        for two in stops[at + 1 :]:
            same = (one.lane, one.sort) == (two.lane, two.sort) and one.sort in (REPORTED, JUDGED)
            if same and one.code != two.code and one.source != two.source:
                yield one, two


def _suggested(viewer: Viewer, views: dict[str, RecordView]) -> Iterable[Record]:
    """Yield commitments that say nearly the same and are not linked: offered, never joined."""
    near: dict[str, float] = {}
    for view in views.values():
        text = " ".join((*view.row.title.values(), *view.state.wording.values()))
        for name, score in shelf.ask(viewer.compact, text, 12):
            near[name] = max(score, near.get(name, 0.0))
    wanted = [name for name, score in near.items() if score >= SUGGESTED and name not in views]
    rows = Record.objects.filter(visible(viewer), record__in=wanted, name="commitment").exclude(status="")
    return sorted(rows, key=lambda row: -near[row.record])[:3]
