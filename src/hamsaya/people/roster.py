"""The roster: who is on duty at our desks and when. It is private to the node; the other side learns only how many."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from hamsaya.core.errors import Refused
from hamsaya.people.models import Assignment, Officer, Post, Shift
from hamsaya.people.roles import DUTY

STAFFED, SINGLE, REMOTE = "staffed", "single", "remote"
LONGEST = timedelta(hours=13)
AHEAD = timedelta(days=7)


def add_shift(compact: str, desk: str, officer: Officer, starts: datetime, ends: datetime) -> Shift:
    """Put an officer who holds a duty post on the roster; Refused for a shift that cannot be."""
    post = _duty_post(compact, officer, starts)
    if not timedelta() < ends - starts <= LONGEST:
        raise Refused("roster.length", hours=LONGEST // timedelta(hours=1))
    if Shift.objects.filter(compact=compact, officer=officer, starts__lt=ends, ends__gt=starts).exists():
        raise Refused("roster.overlap", officer=officer.username)
    try:
        with transaction.atomic():
            return Shift.objects.create(
                compact=compact, desk=desk, officer=officer, post=post, starts=starts, ends=ends
            )
    except IntegrityError:
        raise Refused("roster.overlap", officer=officer.username) from None


def _duty_post(compact: str, officer: Officer, at: datetime) -> Post:
    now = timezone.now()
    held = Assignment.objects.current(max(at, now)).filter(officer=officer, post__compact=compact)
    post = next((each.post for each in held if DUTY in each.post.roles), None)
    if post is None:
        raise Refused("roster.no-duty-post", officer=officer.username)
    return post


def on_duty(compact: str, desk: str, now: datetime) -> Sequence[Shift]:
    """Return the shifts that run at a desk now."""
    found = Shift.objects.filter(compact=compact, desk=desk, starts__lte=now, ends__gt=now)
    return list(found.select_related("officer", "post"))


def coming(compact: str, desk: str, now: datetime) -> Sequence[Shift]:
    """Return the shifts that run now or begin within a week, the next first."""
    found = Shift.objects.filter(compact=compact, desk=desk, ends__gt=now, starts__lt=now + AHEAD)
    return list(found.select_related("officer", "post"))


def desk_state(compact: str, desk: str, now: datetime) -> str:
    """Return what the other side learns of the roster: staffed (two or more), single, or remote (nobody)."""
    return {0: REMOTE, 1: SINGLE}.get(len(on_duty(compact, desk, now)), STAFFED)
