"""The duty board: what needs us, what waits for them, what was done today; and the stream that says "changed"."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.kinds import Mark, digest_of, kind_of, may_act
from hamsaya.core.reader import Reader
from hamsaya.node import council, queries
from hamsaya.people.gate import current_assignments, officer_of, quiet, signed_in, viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.device.views import kept_pages
from hamsaya.web.exercise.views import running_now
from hamsaya.web.handling.marks import request_of
from hamsaya.web.now.alarm import alarms
from hamsaya.web.now.fuse import Fuse, fuse_of
from hamsaya.web.now.limit import limit_words, time_left
from hamsaya.web.now.steps import Step, steps_of
from hamsaya.web.page import reader_for, show, show_part
from hamsaya.web.record.lists import openers
from hamsaya.web.record.quick import Quick, coded_answers, may_answer
from hamsaya.web.second.views import asked_count, waiting_count
from hamsaya.web.viewed import note_view, shown_in
from hamsaya.web.watch.views import watch_of

SHOWN = 25
"""How many letters a column shows, the most urgent; the list has the rest, however many there are."""
USUAL = 4
"""The level of what has none."""


@dataclass(frozen=True)
class Strip:
    """One item on the board: the record, its limit, and what one tap can do."""

    row: Any
    limit: str
    left: str
    seconds: int | None
    until: int | None
    """The limit in seconds since 1970, for the browser to count down to."""
    is_late: bool
    received: bool
    may_see: bool
    answers: Quick | None
    steps: tuple[Step, ...]
    fuse: Fuse | None
    asks: str
    """Which side asks to widen it, and for whom."""
    owes: bool
    """The side must act on the record itself; otherwise only the request stands."""

    @property
    def level(self) -> int:
        """Return how urgent it is; a request to widen is not, however urgent the record was."""
        return (self.row.urgency or USUAL) if self.owes else USUAL


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Go to the board of the officer's first post."""
    officer = officer_of(request)
    held = current_assignments(officer, timezone.now()) if officer else []
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None and not held:
        return HttpResponseRedirect(reverse("people:account"))
    return HttpResponseRedirect(reverse("web:now", args=[viewer.compact if viewer else held[0].post.compact]))


def board(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the board."""
    return show(request, "now", **_columns(request), **_around(request))


@quiet
def bays(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the board's columns alone, for the page to renew itself; nothing (204) where they would be the same."""
    columns = _columns(request)
    if request.GET.get("stamp") == columns["stamp"]:
        return HttpResponse(status=204)
    return show_part(request, "part_bays", **columns)


@quiet
def lamp(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the link light alone, and the bands below it when the page still shows another state of the link."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    link = queries.link_state(viewer, compact, now)
    changed = request.GET.get("state", link.state) != link.state
    return show_part(
        request, "part_lamp", changed=changed, link=link, alarms=alarms(viewer, reader, now), now=now,
        shown_alarms=request.GET.getlist("rings"),
    )  # fmt: skip


def _columns(request: HttpRequest) -> dict[str, Any]:
    """Return what the columns show, and what stands above them."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    found = queries.board(viewer, viewer.compact, now, SHOWN)
    quick = coded_answers(reader, now)
    needs = [_strip(each, viewer, reader, now, quick) for each in found.needs_us]
    waits = [_strip(each, viewer, reader, now, quick) for each in found.waits_for_them]
    rows = [each.row for each in (*found.needs_us, *found.waits_for_them)] + list(found.done_today)
    note_view(request, "board", rows)
    watch, drawn = watch_of(viewer, reader, found), queries.our_size(viewer, viewer.compact)
    told = [[alarm.row.record, alarm.step.to] for alarm in watch["ringing"]]
    left = [each["row"].pk for each in watch["left"]]
    receipts = [str(each.start) for each in (*found.needs_us, *found.waits_for_them)]
    return {
        "reader": reader,
        "stamp": digest_of([shown_in(rows), receipts, told, left, drawn, reader.lang, f"{now:%H:%M}"]),
        "needs": sorted(needs, key=lambda strip: (strip.level, strip.seconds is None, strip.seconds or 0)),
        "needs_count": found.needs_count,
        "waits": sorted(waits, key=lambda strip: not strip.owes),
        "may_mark": viewer.has_role(*Mark.roles),
        "waits_count": found.waits_count,
        **watch,
        "drawn": drawn,
        "done": found.done_today,
        "done_count": found.done_count,
    }


def _around(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows besides: it stays as it is while the columns renew themselves."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    return {
        "may_hand_over": viewer.has_role("duty", "head"),
        "exercises": running_now(viewer),
        "pending": waiting_count(request, viewer, now),
        "asked": asked_count(request, viewer, now),
        "keep_pages": kept_pages(viewer, reader),
        "overdue_sitting": _overdue(viewer, now),
        "letters": openers(viewer, filter(None, map(kind_of, ("incident/1", "notice/1"))), reader),
    }


def _overdue(viewer: Viewer, now: datetime) -> int:
    """Return how many monthly notices say that the next sitting is overdue, to whoever prepares sittings."""
    if not viewer.has_role("desk", "head"):
        return 0
    return len(council.overdue_notices(viewer, viewer.compact, now.astimezone(UTC).date()))


def _strip(item: Any, viewer: Viewer, reader: Reader, now: datetime, quick: Quick) -> Strip:
    limit = item.deadline
    seconds = int((limit.at - now).total_seconds()) if limit and limit.at else None
    return Strip(
        row=item.row,
        limit=limit_words(limit, reader),
        left=time_left(seconds, reader) if seconds is not None else "",
        seconds=seconds,
        until=int(limit.at.timestamp()) if limit and limit.at else None,
        is_late=bool(limit and limit.is_late),
        received=limit is None or limit.at is not None,
        may_see=_may(item.row, "acknowledge", viewer, reader) and item.row.status == "open",
        answers=quick if item.owes and may_answer(item.row, viewer, reader) else None,
        steps=steps_of(item.row, item.start, reader),
        fuse=fuse_of(item.row, limit, item.start, reader, now),
        asks=request_of(item.row, reader) if item.asked else "",
        owes=item.owes,
    )


def _may(row: Any, name: str, viewer: Viewer, reader: Reader) -> bool:
    kind = kind_of(row.kind)
    act = kind.act(name) if kind else None
    return act is not None and may_act(act, is_owner=row.owner == reader.party.code) and viewer.has_role(*act.roles)
