"""The alarms of the desk: letters of level 1 that nobody has seen, on every page, and when each is to sound."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from hamsaya.core.reader import Reader
from hamsaya.node import queries
from hamsaya.people.viewer import Viewer

SECOND = "second-alarm"
NOW = 1


@dataclass(frozen=True)
class Alarm:
    """A letter that sounds until it is seen."""

    record: str
    title: str
    url: str
    at: str
    """When it sounds, in seconds since 1970 between spaces: on receipt, and at each second alarm of the compact."""


def alarms(viewer: Viewer, reader: Reader) -> list[Alarm]:
    """Return what is to sound for this officer; nothing for a post that may not acknowledge."""
    if not viewer.has_role("duty", "head"):
        return []
    again = [each.after_minutes for each in reader.compact.urgency(NOW).escalate if each.to == SECOND]
    found = []
    for row, start in queries.unseen_now(viewer, viewer.compact):
        if start is not None:
            times = [start + timedelta(minutes=minutes) for minutes in (0, *again)]
            at = " ".join(str(int(each.timestamp())) for each in times)
            url = reverse("web:record", args=[viewer.compact, *row.record.split("/")])
            found.append(Alarm(row.record, reader.name(row.title), url, at))
    return found
