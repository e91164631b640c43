"""Pages of the watch that are read: what rings now, the daily and the weekly list, the contact log."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.core.month import Month, month_now
from hamsaya.core.reader import Reader
from hamsaya.node import queries
from hamsaya.node.board import BoardRow
from hamsaya.node.contact import Contact, audiences, contacts, newest
from hamsaya.people import access_log, hand_over
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.now.limit import limit_words
from hamsaya.web.page import reader_for, show
from hamsaya.web.paging import sheet
from hamsaya.web.table import FORMATS, as_file
from hamsaya.web.watch.alarm import alarms

MOST = 500
RINGING = 10
"""How many alarms the board shows with their script, the most urgent; the hand-over screen has all."""
LISTS = ("daily", "weekly")
CONTACT_COLUMNS = (
    "record", "kind", "from", "urgency", "traffic", "sent", "received", "acknowledged", "answered",
    "acknowledge_by", "answer_by", "silence",
)  # fmt: skip
LATE_COLUMNS = ("record", "kind", "from", "urgency", "owed_by", "owed", "due", "received")


def watch_of(viewer: Viewer, reader: Reader, found: queries.Board) -> dict[str, Any]:
    """Return what the board shows above its columns: alarms, and a shift that nobody has taken."""
    left = [
        {"row": each, "desk": reader.name(reader.compact.desk(each.desk).name)}
        for each in hand_over.untaken(viewer.compact)
        if viewer.has_role("duty", "head")
    ]
    rings = alarms(found.needs_us, found.waits_for_them, reader)
    is_cut = found.needs_count > len(found.needs_us) or found.waits_count > len(found.waits_for_them)
    more = len(rings) > RINGING or (bool(rings) and is_cut)
    return {"ringing": rings[:RINGING], "ringing_more": more, "left": left}


def late(request: HttpRequest, compact: str, which: str) -> HttpResponse:
    """Show the letters of the levels that have a daily or a weekly list and whose time has passed, on either side."""
    if which not in LISTS:
        raise Http404
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    found = queries.board(viewer, compact, now, None)
    sides = ((True, found.needs_us), (False, found.waits_for_them))
    rows = [(ours, each) for ours, side in sides for each in side if _is_listed(each, which, reader)]
    wanted = request.GET.get("format", "")
    event = access_log.EXPORT if wanted in FORMATS else access_log.VIEW
    access_log.note_access(viewer, event, f"{which}-list", {each.row.audience for _, each in rows})
    if wanted in FORMATS:
        return as_file(f"{which}-list", LATE_COLUMNS, [_late_cells(ours, each, reader) for ours, each in rows], wanted)
    page = sheet(request, rows)
    shown = [{"row": e.row, "ours": ours, "limit": limit_words(e.deadline, reader)} for ours, e in page.rows]
    return show(request, "watch/late", reader=reader, rows=shown, sheet=page, which=which, tab=which)


def _is_listed(item: BoardRow, which: str, reader: Reader) -> bool:
    if item.deadline is None or not item.row.urgency or not item.deadline.is_late:
        return False
    told = {step.to for step in reader.compact.urgency(item.row.urgency).escalate}
    return f"{which}-list" in told


def _late_cells(ours: bool, item: BoardRow, reader: Reader) -> tuple[Any, ...]:
    row, owed = item.row, item.deadline
    by = reader.party.code if ours else reader.compact.other(reader.party.code).code
    return (row.record, row.name, row.owner, row.urgency, by, owed and owed.what, owed and owed.at, item.start)


def log(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the contact log of a month."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    month, head = chosen_month(request, reader, now)
    stretch = month.stretch(reader.compact)
    wanted = request.GET.get("format", "")
    event = access_log.EXPORT if wanted in FORMATS else access_log.VIEW
    access_log.note_access(viewer, event, f"contact-log {month.code}", audiences(viewer, compact, *stretch))
    if wanted in FORMATS:
        rows = (_cells(each) for each in contacts(viewer, compact, *stretch))
        return as_file(f"contact-log-{month.code}", CONTACT_COLUMNS, rows, wanted)
    shown, total = newest(viewer, compact, *stretch, MOST)
    return show(request, "watch/log", reader=reader, tab="log", total=total, contacts=shown, most=MOST, **head)


def _cells(each: Contact) -> tuple[Any, ...]:
    row = each.row
    return (
        row.record, row.name, row.owner, row.urgency, each.traffic, each.sent, each.received, each.acknowledged,
        each.answered, each.acknowledge_by, each.answer_by, each.silence,
    )  # fmt: skip


def chosen_month(request: HttpRequest, reader: Reader, now: datetime) -> tuple[Month, dict[str, Any]]:
    """Return the month asked for, or the one that runs, in the calendar asked for; and what its switch shows."""
    calendars = (reader.calendar, reader.other_calendar)
    calendar = request.GET.get("calendar", "")
    calendar = calendar if calendar in calendars else reader.calendar
    month = Month.read(request.GET.get("month", ""), calendar) or month_now(reader.compact, calendar, now)
    current = [month_now(reader.compact, each, now) for each in calendars]
    return month, {
        "month": month,
        "month_name": month.words(reader),
        "earlier": month.plus(-1),
        "later": month.plus(1) if month < month_now(reader.compact, calendar, now) else None,
        "calendars": [
            {"month": each, "here": each.calendar == calendar, "name": each.words(reader)} for each in current
        ],
    }
