"""The alarms of the desk, on every page: letters of level 1 that nobody has seen, or whose stated time has passed.

A page that shows a letter's alarm itself, with who is told and the script, names it; here it then only sounds, so that
each letter has one alarm on a page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from hamsaya.core.reader import Reader
from hamsaya.node import queries
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer

SECOND = "second-alarm"
NOW = 1


@dataclass(frozen=True)
class Alarm:
    """A letter that sounds until it is seen, or until the next word follows an answer that stated a time."""

    record: str
    key: str
    """What the browser knows the alarm by: a stated time is another alarm than the letter's first."""
    said: str
    """The words before the letter's title."""
    title: str
    url: str
    at: str
    """When it sounds, in seconds since 1970 between spaces: on receipt, and at each second alarm of the compact."""


def alarms(viewer: Viewer, reader: Reader, now: datetime) -> list[Alarm]:
    """Return what is to sound for this officer; nothing for a post that may not acknowledge."""
    if not viewer.has_role("duty", "head"):
        return []
    unseen = [(row, start, "desk.alarm", row.record) for row, start in queries.unseen_now(viewer, viewer.compact)]
    overdue = [
        (row, at, "desk.alarm_stated", f"{row.record} {row.due}")
        for row, at in queries.overdue_now(viewer, viewer.compact, now)
    ]
    return [_alarm(row, at, said, key, reader) for row, at, said, key in (*unseen, *overdue) if at is not None]


def _alarm(row: Record, start: datetime, said: str, key: str, reader: Reader) -> Alarm:
    again = [each.after_minutes for each in reader.compact.urgency(NOW).escalate if each.to == SECOND]
    times = [start + timedelta(minutes=minutes) for minutes in (0, *again)]
    return Alarm(
        record=row.record,
        key=key,
        said=reader.word(said, level=reader.digits(NOW)),
        title=reader.name(row.title),
        url=reverse("web:record", args=[reader.compact.id, *row.record.split("/")]),
        at=" ".join(str(int(each.timestamp())) for each in times),
    )
