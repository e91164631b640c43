"""The roster: who is on duty at our desks for the next week. Heads of the desk and the administrator keep it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.node.clockwork import own_desks
from hamsaya.people import roster
from hamsaya.people.access_log import note
from hamsaya.people.enrol import officer_named
from hamsaya.people.gate import roles_needed, viewer_for
from hamsaya.people.models import Assignment, Shift
from hamsaya.people.roles import DUTY
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import post_name, reader_for, refusal, show

KEEPERS = ("head", "admin")
MOST_DIGITS = 16


@roles_needed("duty", "head", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the roster, and add a shift or take one out."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    error = ""
    if request.method == "POST":
        try:
            _change(request, viewer, reader, now)
            return redirect("web:roster", compact)
        except Refused as refused:
            error = refusal(refused, reader)
    desks = own_desks(reader.compact, reader.party.code)
    return show(
        request,
        "watch/roster",
        403 if error else 200,
        reader=reader,
        tab="roster",
        may_keep=viewer.has_role(*KEEPERS),
        error=error,
        desks=[
            {"desk": each, "shifts": [_shift(one, reader, now) for one in roster.coming(compact, each.id, now)]}
            for each in desks
        ],
        officers=_duty_officers(compact, now),
        asked=request.POST,
        today=now.astimezone(reader.party.tz).date().isoformat(),
    )


def _duty_officers(compact: str, now: datetime) -> list[str]:
    held = Assignment.objects.current(now).filter(post__compact=compact).select_related("officer")
    return sorted({each.officer.username for each in held if DUTY in each.post.roles})


def _shift(one: Shift, reader: Reader, now: datetime) -> dict[str, Any]:
    local = one.starts.astimezone(reader.party.tz)
    return {
        "row": one,
        "day": reader.day_both(local.date()),
        "post": post_name(one.post.code, reader),
        "hours": reader.word("phrase.hours", begins=reader.clock(one.starts), ends=reader.clock(one.ends)),
        "now": one.starts <= now,
    }


def _change(request: HttpRequest, viewer: Viewer, reader: Reader, now: datetime) -> None:
    if not viewer.has_role(*KEEPERS):
        raise Refused("role.missing")
    asked = request.POST
    if number := asked.get("remove", ""):
        found = Shift.objects.filter(
            compact=viewer.compact, pk=int(number) if number.isdecimal() and len(number) < 16 else 0
        )
        found.filter(starts__gt=now).delete()
        note(viewer.compact, "roster-removed", viewer.signature, number)
        return
    desk = next(
        (each for each in reader.compact.desks if each.id == asked.get("desk") and each.party == reader.party.code),
        None,
    )
    if desk is None:
        raise Refused("hand-over.no-desk")
    starts, ends = _times(asked.get("day", ""), asked.get("from", ""), asked.get("to", ""), reader)
    officer = officer_named(asked.get("officer", "")[:64])
    shift = roster.add_shift(viewer.compact, desk.id, officer, starts, ends)
    note(viewer.compact, "roster-added", viewer.signature, f"{desk.id} {shift.pk}")


def _times(day: str, start: str, end: str, reader: Reader) -> tuple[datetime, datetime]:
    """Return a shift's ends; an end at or before its start is on the next day."""
    try:
        on, one, two = date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end)
    except ValueError as error:
        raise Refused("roster.times") from error
    starts = datetime.combine(on, one.replace(tzinfo=None), reader.party.tz)
    ends = datetime.combine(on, two.replace(tzinfo=None), reader.party.tz)
    return starts, ends if ends > starts else ends + timedelta(days=1)
