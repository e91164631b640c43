"""The pages of exercises: those that run and those that ended; the board of one, striped, and what can be written."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core.exercise import exercise_of
from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import Kind, all_kinds, may_act
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label
from hamsaya.node import ledger, queries
from hamsaya.node.access import check_role
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.records.exercise import Begin, ExerciseKind
from hamsaya.web.now.limit import standing_words
from hamsaya.web.page import reader_for, show
from hamsaya.web.record.lists import openers

NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz"
PRACTISED = ("desk", "border")
"""Sections whose kinds are practised; claims besides."""
ENDED = "ended"


@dataclass(frozen=True)
class Running:
    """An exercise that runs and how much in it needs us."""

    name: str
    row: Any
    needs: int


def listing(request: HttpRequest, compact: str) -> HttpResponse:
    """Show every exercise, those that run first."""
    viewer = viewer_for(request)
    found = exercises(viewer)
    access_log.note_access(viewer, access_log.VIEW, "exercises", {row.audience for _, row in found})
    return show(
        request, "exercise/listing",
        running=[Running(name, row, _needs(viewer, name)) for name, row in found if row.status != ENDED],
        ended=[(name, row) for name, row in found if row.status == ENDED], may_begin=viewer.has_role(*Begin.roles),
    )  # fmt: skip


def exercises(viewer: Viewer) -> list[tuple[str, Any]]:
    """Return every exercise by name, the newest first."""
    found = queries.every(viewer, viewer.compact, "opened", queries.ANY, kind="exercise")
    return [(exercise_of(row.record), row) for row in found]


def running_now(viewer: Viewer) -> list[Running]:
    """Return the exercises that run, for the board of actual letters to say so."""
    return [Running(name, row, _needs(viewer, name)) for name, row in exercises(viewer) if row.status != ENDED]


def _needs(viewer: Viewer, name: str) -> int:
    return queries.records(viewer, viewer.compact, needs=queries.US, exercise=name, size=500).total


@require_POST
def begin(request: HttpRequest, compact: str) -> HttpResponse:
    """Begin an exercise without script, and go to its board."""
    viewer, now = viewer_for(request), timezone.now()
    check_role(viewer, Begin)
    name = "".join(secrets.choice(NAME_LETTERS) for _ in range(5))
    body = {"traffic": "exercise", "script": "free", "starts": format_instant(now)}
    draft = ledger.Draft("exercise", Begin.name(), ledger.new_record(compact, f"x-{name}"), body)
    ledger.append(compact, [draft], post=viewer.post, now=now)
    return HttpResponseRedirect(reverse("web:exercise", args=[compact, name]))


def page(request: HttpRequest, compact: str, exercise: str) -> HttpResponse:
    """Show the board of one exercise."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    row = dict(exercises(viewer)).get(exercise)
    if row is None:
        raise Http404
    board = queries.board(viewer, compact, now, None, exercise)
    rows = list(queries.every(viewer, compact, exercise=exercise))
    access_log.note_access(viewer, access_log.VIEW, row.record, {each.audience for each in rows})
    ended = row.status == ENDED
    return show(
        request, "exercise/page", row=row, ended=ended,
        needs=_strips(board.needs_us, reader, ended=ended), waits=_strips(board.waits_for_them, reader, ended=ended),
        rows=[each for each in rows if each.record != row.record],
        acts=[] if ended else _openers(viewer, exercise, reader), follow=_follow(viewer, row, reader),
    )  # fmt: skip


def _strips(found: Sequence[queries.BoardRow], reader: Reader, *, ended: bool) -> list[tuple[Any, str]]:
    """Return a column: once the exercise has ended nobody is to act in it any more, but a mark may still be asked."""
    return [(each.row, standing_words(each, reader)) for each in found if each.asked or not ended]


def _openers(viewer: Viewer, exercise: str, reader: Reader) -> list[dict[str, str]]:
    found = openers(viewer, filter(_is_practised, all_kinds()), reader)
    return [{**each, "url": f"{each['url']}?exercise={exercise}"} for each in found]


def _is_practised(kind: Kind[Any]) -> bool:
    return kind.section in PRACTISED or kind.name == "claim"


def _follow(viewer: Viewer, row: Any, reader: Reader) -> list[tuple[str, str]]:
    """Return what may be done with the exercise itself: join it, end it."""
    found = queries.record(viewer, viewer.compact, row.record)
    if not isinstance(found.kind, ExerciseKind):
        return []
    return [
        (act.name(), act_label(found.kind, act.name(), reader))
        for act in ExerciseKind.acts
        if not act.opens and viewer.has_role(*act.roles)
        and may_act(act, is_owner=row.owner == reader.party.code)
        and found.kind.may_follow(found.state, act, reader.party.code)
    ]  # fmt: skip
