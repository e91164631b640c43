"""The duty board: what needs us, what waits for them, what was done today; and the stream that says "changed"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.kinds import all_kinds, kind_of, may_act
from hamsaya.core.reader import Reader
from hamsaya.node import council, ledger, queries
from hamsaya.people.gate import current_assignments, officer_of, quiet, signed_in, viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.exercise.views import running_now
from hamsaya.web.now.fuse import Fuse, fuse_of
from hamsaya.web.now.limit import limit_words, time_left
from hamsaya.web.now.steps import Step, steps_of
from hamsaya.web.page import reader_for, show
from hamsaya.web.record.lists import openers
from hamsaya.web.record.quick import Quick, coded_answers
from hamsaya.web.second.views import waiting_count
from hamsaya.web.viewed import note_view
from hamsaya.web.watch.views import watch_of

SHOWN = 40
"""How many letters a column shows, the most urgent; the list has the rest, however many there are."""
DONE = 12
"""How much of what was done today the board shows; the lists have the rest."""


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
    return show(request, "now", **_board(request))


@quiet
def bays(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the board's columns alone, for the page to renew itself."""
    return show(request, "part_bays", **_board(request))


@quiet
def lamp(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the link light alone, and the bands below it when the page still shows another state of the link."""
    viewer = viewer_for(request)
    state = queries.link_state(viewer, compact, timezone.now()).state
    changed = request.GET.get("state", state) != state
    return show(request, "part_lamp", changed=changed, shown_alarms=request.GET.getlist("rings"))


def _board(request: HttpRequest) -> dict[str, Any]:
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    found = queries.board(viewer, viewer.compact, now, SHOWN)
    needs = [_strip(each, viewer, reader, now) for each in found.needs_us]
    waits = [_strip(each, viewer, reader, now) for each in found.waits_for_them]
    rows = [each.row for each in (*found.needs_us, *found.waits_for_them)] + list(found.done_today[:DONE])
    note_view(request, "board", rows)
    return {
        "reader": reader,
        "needs": sorted(needs, key=lambda strip: (strip.row.urgency or 4, strip.seconds is None, strip.seconds or 0)),
        "needs_count": queries.needs_count(viewer, viewer.compact),
        "waits": waits,
        "waits_count": queries.needs_count(viewer, viewer.compact, queries.THEM),
        "may_hand_over": viewer.has_role("duty", "head"),
        **watch_of(viewer, reader, found),
        "drawn": ledger.read_our_head(viewer.compact).size,
        "done": found.done_today[:DONE],
        "done_count": found.done_count,
        "exercises": running_now(viewer),
        "pending": waiting_count(request, viewer, now),
        "keep_pages": _kept(viewer, reader),
        "overdue_sitting": _overdue(viewer, reader, now),
        "letters": [each for name in ("incident/1", "notice/1") for each in _openers(viewer, name, reader)],
    }


def _kept(viewer: Viewer, reader: Reader) -> list[str]:
    """Return the pages that the browser keeps for when our node is away: the board, and the forms of all letters."""
    kinds = [kind for kind in all_kinds() if kind.section in ("desk", "border")]
    forms = [each["url"] for kind in kinds for each in openers(viewer, kind, reader)]
    board = [reverse(name, args=[viewer.compact]) for name in ("web:now", "web:bays")]
    return [*board, *sorted(forms, key=lambda url: "/incident/" not in url)]


def _overdue(viewer: Viewer, reader: Reader, now: datetime) -> int:
    """Return how many monthly notices say that the next sitting is overdue, to whoever prepares sittings."""
    if not viewer.has_role("desk", "head"):
        return 0
    return len(council.overdue_notices(viewer, viewer.compact, now.astimezone(reader.party.tz).date()))


def _openers(viewer: Viewer, wire: str, reader: Reader) -> list[dict[str, str]]:
    kind = kind_of(wire)
    return openers(viewer, kind, reader) if kind else []


def _strip(item: Any, viewer: Viewer, reader: Reader, now: datetime) -> Strip:
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
        answers=coded_answers(item.row, viewer, reader, now),
        steps=steps_of(item.row, item.start, reader),
        fuse=fuse_of(item.row, limit, item.start, reader, now),
    )


def _may(row: Any, name: str, viewer: Viewer, reader: Reader) -> bool:
    kind = kind_of(row.kind)
    act = kind.act(name) if kind else None
    return act is not None and may_act(act, is_owner=row.owner == reader.party.code) and viewer.has_role(*act.roles)
