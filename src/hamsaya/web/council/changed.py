"""What changed since a day or a sitting: signed acts, by area and side, the newest first."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.core import meeting
from hamsaya.core.kinds import kind_of
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label
from hamsaya.node import council
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.form import read_day, show_day
from hamsaya.web.page import reader_for, show

USUAL = timedelta(days=30)


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show what was signed since; without a day since the last sitting held, else for thirty days."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    held = [(row, state, meeting.day_of(state)) for row, state in council.sittings(viewer, compact) if state.held]
    since, understood = _since(request.GET.get("since", ""), held, now.astimezone(reader.party.tz).date())
    area, side = request.GET.get("area", ""), request.GET.get("side", "")
    every = council.changes(viewer, compact, since, area)
    access_log.note_access(viewer, access_log.VIEW, f"changes {since}", {each.row.audience for each in every})
    found = [each for each in every if side in ("", each.party)]
    return show(
        request, "council/changed", reader=reader, tab="changed", since=since, typed=show_day(since, reader),
        understood=understood,
        newest=council.MOST_CHANGES if len(every) == council.MOST_CHANGES else 0,
        rows=[_told(each, reader) for each in found], area=area, chosen=side,
        counts=sorted(Counter((each.row.area, each.party) for each in every).items()),
        held=[(row, day) for row, _, day in held if day],
    )  # fmt: skip


def _since(text: str, held: list[tuple[Any, Any, str | None]], today: date) -> tuple[date, bool]:
    """Return from which day on, and whether what was typed was understood as a day."""
    if text:
        try:
            return date.fromisoformat(read_day(text[:20])), True
        except ValueError:
            return today - USUAL, False
    days = [day for _, _, day in held if day]
    return (date.fromisoformat(max(days)) if days else today - USUAL), True


def _told(change: council.Change, reader: Reader) -> dict[str, Any]:
    kind = kind_of(change.row.kind)
    label = act_label(kind, change.act, reader) if kind else change.act
    return {"change": change, "act": label, "slug": change.row.record.partition("/")[2]}
