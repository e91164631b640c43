"""Deadlines: computed from receipts and the compact's clocks whenever they are asked for, never stored as facts."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import count

from hamsaya.core.compact import Compact
from hamsaya.core.fields import parse_instant

ACKNOWLEDGE, ANSWER, STATED = "acknowledge", "answer", "stated"
RUNNING = "running"
FAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is owed and until when; `at` is None while the other side has not received what starts the clock."""

    what: str
    at: datetime | None
    is_late: bool


def working_end(compact: Compact, start: datetime, minutes: int, zone: tzinfo) -> datetime:
    """Return when so many minutes of common working days have passed, days being those of the given zone.

    After a year without enough common working days the plain sum counts.
    """
    left, at = timedelta(minutes=minutes), start.astimezone(zone)
    for _ in count():
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), zone)
        if compact.is_common_working_day(at.date()):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight
        if at - start > FAR:
            break
    return start + timedelta(minutes=minutes)


def end_of(compact: Compact, level: int, start: datetime, minutes: int, party: str) -> datetime:
    """Return when a clock of that urgency runs out for the party that must act."""
    if compact.urgency(level).clock == RUNNING:
        return start + timedelta(minutes=minutes)
    return working_end(compact, start, minutes, compact.party(party).tz).astimezone(start.tzinfo)


def deadline(
    compact: Compact, kind: str, level: int, party: str, started: datetime | None, *, acknowledged: bool, now: datetime
) -> Deadline:
    """Return what the party owes on a letter of that kind and urgency: to acknowledge first, then to answer."""
    clocks = compact.urgency(level)
    what = ANSWER if acknowledged else ACKNOWLEDGE
    minutes = clocks.answer_within(kind) if acknowledged else clocks.acknowledge_minutes
    at = None if started is None else end_of(compact, level, started, minutes, party)
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
