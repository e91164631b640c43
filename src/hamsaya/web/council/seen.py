"""The council seen: charts over what this post may see, each with its table and its data."""

from datetime import date, datetime
from statistics import median

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from hamsaya.core import meeting, undertaking
from hamsaya.core.chart import Chart
from hamsaya.core.exercise import exercise_of
from hamsaya.core.fields import parse_instant
from hamsaya.core.reader import Reader
from hamsaya.exchange.seen import charts
from hamsaya.exchange.seen.charts import Point
from hamsaya.node import council, queries
from hamsaya.node.council import Item
from hamsaya.node.lookup import seen
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import reader_for, show
from hamsaya.web.table import csv_file

LETTERS = ("incident", "notice", "hazard", "humanitarian", "request", "clarification")
FEWEST = 5


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the charts."""
    viewer, reader = viewer_for(request), reader_for(request)
    access_log.note_access(viewer, access_log.VIEW, "charts", ["GOV"])
    return show(request, "council/seen", reader=reader, charts=_charts(viewer, reader, timezone.now()), tab="seen")


def data(request: HttpRequest, compact: str, name: str) -> HttpResponse:
    """Return one chart's table as CSV."""
    viewer, reader = viewer_for(request), reader_for(request)
    found = next((each for each in _charts(viewer, reader, timezone.now()) if each.table.name == name), None)
    if found is None:
        raise Http404
    access_log.note_access(viewer, access_log.EXPORT, f"chart {name}", ["GOV"])
    answer = csv_file(name, found.csv().decode())
    answer["Cache-Control"] = "no-store"
    return answer


def _charts(viewer: Viewer, reader: Reader, now: datetime) -> list[Chart]:
    compact, today = viewer.compact, now.astimezone(reader.party.tz).date()
    address = reverse("web:seen_data", args=[compact, "name"]).replace("name.csv", "{}.csv")
    reports = dict(seen(viewer, compact).filter(name="report").exclude(happened="").values_list("record", "happened"))
    points = [_point(item, reports) for item in council.items(viewer, compact)]
    held = [meeting.day_of(state) for _, state in council.sittings(viewer, compact) if state.held]
    days = [date.fromisoformat(day) for day in held if day]
    return [
        *charts.of_points(points, reader, today, address),
        charts.sitting_gaps(days, reader.compact.sitting_months, reader, address),
        charts.waits(_waits(viewer, compact), reader, address, reader.word("public.few")),
    ]


def _point(item: Item, reports: dict[str, str]) -> Point:
    state = item.state
    said = min((reports[each][:10] for each in getattr(state, "sources", ()) if each in reports), default=None)
    return Point(
        item.row.record, state.number, state.title, item.row.area, item.row.status, item.slips,
        undertaking.course(state), said, tuple(duty.gap for duty in item.duties),
    )  # fmt: skip


def _waits(viewer: Viewer, compact: str) -> dict[tuple[str, str], float | None]:
    """Return the median minutes to the acknowledgement of actual letters the viewer may see, by month and sender."""
    found: dict[tuple[str, str], list[float]] = {}
    for name in LETTERS:
        for row, state in queries.states_of(viewer, compact, name):
            if state.acknowledged_at is not None and not exercise_of(row.record):
                wait = (parse_instant(state.acknowledged_at) - parse_instant(row.opened)).total_seconds() / 60
                found.setdefault((row.opened[:7], row.owner), []).append(max(wait, 0))
    return {key: round(median(each)) if len(each) >= FEWEST else None for key, each in found.items()}
