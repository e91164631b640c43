"""Deadlines: computed from receipts and the compact's clocks whenever they are asked for, never stored as facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hamsaya.core.compact import Compact
from hamsaya.core.fields import parse_instant
from hamsaya.core.working import end_of_working_time

ACKNOWLEDGE, ANSWER, STATED = "acknowledge", "answer", "stated"


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is owed and until when; `at` is None while the other side has not received what starts the clock."""

    what: str
    at: datetime | None
    is_late: bool


def end_of(compact: Compact, level: int, start: datetime, minutes: int, party: str) -> datetime:
    """Return when a clock of that urgency runs out for the party that must act."""
    if compact.urgency(level).runs_always:
        return start + timedelta(minutes=minutes)
    return end_of_working_time(compact, start, minutes, party)


def limit_at(compact: Compact, what: str, kind: str, level: int, party: str, started: datetime) -> datetime:
    """Return until when a letter received at `started` is to be acknowledged, or first answered, by the party."""
    clocks = compact.urgency(level)
    minutes = clocks.answer_within(kind) if what == ANSWER else clocks.acknowledge_minutes
    return end_of(compact, level, started, minutes, party)


def deadline(
    compact: Compact, kind: str, level: int, party: str, started: datetime | None, *, acknowledged: bool, now: datetime
) -> Deadline:
    """Return what the party owes on a letter of that kind and urgency: to acknowledge first, then to answer."""
    what = ANSWER if acknowledged else ACKNOWLEDGE
    at = None if started is None else limit_at(compact, what, kind, level, party, started)
    return Deadline(what, at, at is not None and at < now)


def stated(due: str, now: datetime) -> Deadline | None:
    """Return the deadline that a record states itself: a day lasts to its end (UTC), a moment is one."""
    if not due:
        return None
    moment = due if len(due) == 20 else f"{due}T23:59:59Z"
    try:
        at = parse_instant(moment)
    except ValueError:
        return None
    return Deadline(STATED, at, at < now)
