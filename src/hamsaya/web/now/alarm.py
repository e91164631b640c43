"""The alarms of the desk, on every page: letters of level 1 that nobody has seen, or whose stated time has passed.

A page that shows a letter's alarm itself, with who is told and the script, names it; here it then only sounds, so that
each letter has one alarm on a page.
"""

from collections.abc import Sequence
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
    found = queries.ringing_now(viewer, viewer.compact, now)
    again = [each.after_minutes for each in reader.compact.urgency(NOW).escalate if each.to == SECOND] if found else []
    return [_alarm(row, since, again, reader) for row, since in found]


def _alarm(row: Record, since: datetime, again: Sequence[int], reader: Reader) -> Alarm:
    times = [since + timedelta(minutes=minutes) for minutes in (0, *again)]
    return Alarm(
        record=row.record,
        key=f"{row.record} {row.due}".strip(),
        said=reader.word("desk.alarm_stated" if row.due else "desk.alarm", level=reader.digits(NOW)),
        title=reader.titled(row.title),
        url=reverse("web:record", args=[reader.compact.id, *row.record.split("/")]),
        at=" ".join(str(int(each.timestamp())) for each in times),
    )
