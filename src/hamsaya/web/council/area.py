"""Areas of cooperation: what was promised, built, visited, feared and judged in each; attributed, never merged."""

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.core import cycle
from hamsaya.core.reader import Reader
from hamsaya.core.text import direction
from hamsaya.node import council, queries
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.council import programme
from hamsaya.web.council.portfolio import row_of
from hamsaya.web.page import reader_for, show
from hamsaya.web.paging import sheet

TOLD = ("commitment", "project", "season", "concern")
"""Kinds that an area's page tells in sections of their own."""
SEASONS = "pilgrimage"
"""The area that pilgrim seasons carry."""


def listing(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the areas with how much stands in each."""
    viewer, reader = viewer_for(request), reader_for(request)
    counts = Counter((row.area, row.name) for row in _rows(viewer, compact))
    areas = [(area, counts[area.id, "commitment"], _others(counts, area.id)) for area in reader.compact.areas]
    return show(request, "council/areas", reader=reader, areas=areas, tab="areas")


def _others(counts: "Counter[tuple[str, str]]", area: str) -> int:
    return sum(count for (each, name), count in counts.items() if each == area and name != "commitment")


def _rows(viewer: Viewer, compact: str) -> Any:
    from hamsaya.node.lookup import seen

    return seen(viewer, compact).exclude(area="").defer("owner_state", "state")


def page(request: HttpRequest, compact: str, area: str) -> HttpResponse:
    """Show one area."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    named = next((each for each in reader.compact.areas if each.id == area), None)
    if named is None:
        raise Http404
    today = now.astimezone(reader.party.tz).date()
    found = [item for item in council.items(viewer, compact) if item.row.area == area]
    access_log.note_access(viewer, access_log.VIEW, f"area {area}", {item.row.audience for item in found})
    visits = programme.visits(viewer, compact, reader, area)
    rest = _rows(viewer, compact).filter(area=area).exclude(name__in=TOLD).order_by("name", "-changed")
    return show(
        request, "council/area", reader=reader, area=named, tab="areas", sheet=sheet(request, rest), visits=visits,
        rows=[row_of(item, reader, today) for item in found], counts=programme.reciprocity(visits, reader),
        projects=programme.projects(viewer, compact, area, reader),
        seasons=programme.seasons(viewer, compact, reader) if area == SEASONS else [],
        concerns=programme.concerns(viewer, compact, area), judged=programme.judged(viewer, compact, reader, area),
    )  # fmt: skip


def across(request: HttpRequest, compact: str) -> HttpResponse:
    """Show what belongs to no single area: visits, exhibitions and summits, positions, assessments, principles."""
    viewer, reader = viewer_for(request), reader_for(request)
    access_log.note_access(viewer, access_log.VIEW, "across areas", ["GOV"])
    visits = programme.visits(viewer, compact, reader)
    return show(
        request, "council/across", reader=reader, tab="areas", visits=visits,
        counts=programme.reciprocity(visits, reader), events=programme.events(viewer, compact, reader),
        judged=programme.judged(viewer, compact, reader), positions=programme.positions(viewer, compact, reader),
        principles=programme.principles(viewer, compact),
    )  # fmt: skip


def bodies(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the registry of bodies: mandate, level, declared and actual interval, and where mandates overlap."""
    viewer, reader = viewer_for(request), reader_for(request)
    found = queries.states_of(viewer, compact, "body")
    rows = [_body(row, state, found, reader) for row, state in found]
    return show(request, "council/bodies", reader=reader, rows=rows, tab="bodies")


def _body(row: Any, state: Any, found: Any, reader: Reader) -> dict[str, Any]:
    days = [date.fromisoformat(each["happened"]["at"][:10]) for each in state.meetings if "at" in each["happened"]]
    shared = [
        (other, [_area(area, reader) for area in cycle.overlap(state.areas, its.areas)])
        for other, its in found
        if other.record != row.record and cycle.overlap(state.areas, its.areas) and its.level == state.level
    ]
    gaps = cycle.gaps(days)
    declared = {*([state.interval] if state.interval else []), *state.declared.values()}
    return {
        "row": row, "state": state, "slug": row.record.partition("/")[2], "days": sorted(days), "gaps": gaps,
        "level": reader.word(f"body_{state.level}"), "shared": shared, "areas": [_area(a, reader) for a in state.areas],
        "declared": sorted(declared),
        "longest": max(gaps, default=0), "bars": _bars(sorted(days), reader),
        "late": max(gaps, default=0) > min(declared, default=999),
    }  # fmt: skip


def _area(area: str, reader: Reader) -> str:
    return next((reader.name(each.name) for each in reader.compact.areas if each.id == area), area)


def _bars(days: list[Any], reader: Reader) -> list[tuple[int, int]]:
    """Return the places of the meetings on a line of 600 in reading direction: place and year."""
    if len(days) < 2:
        return []
    first, last = days[0].toordinal(), days[-1].toordinal()
    places = [20 + round(560 * (day.toordinal() - first) / max(1, last - first)) for day in days]
    along = [600 - x for x in places] if direction(reader.lang) == "rtl" else places
    return [(x, day.year) for x, day in zip(along, days, strict=True)]
