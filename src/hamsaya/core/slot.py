"""The fixed hours of link tests as instants: one clock names the hour, so that both sides mean the same moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hamsaya.core.compact import Compact, LinkTest


@dataclass(frozen=True, slots=True)
class Slot:
    """One fixed hour of one day: which test, on which day of its clock, and when."""

    test: LinkTest
    day: date
    at: datetime

    @property
    def due(self) -> datetime:
        """Return until when an answer is expected."""
        return self.at + timedelta(minutes=self.test.answer_minutes)

    @property
    def slug(self) -> str:
        """Return what the test of this hour is called in the log of whoever sends it."""
        return f"test-{self.day.isoformat()}-{self.test.id}"


def slots(compact: Compact, start: datetime, end: datetime) -> tuple[Slot, ...]:
    """Return the fixed hours from `start` to `end`, both aware and the end left out, oldest first."""
    found = []
    for test in compact.link_tests:
        zone = compact.party(test.party).tz
        day, last = start.astimezone(zone).date() - timedelta(days=1), end.astimezone(zone).date()
        while day <= last:
            at = datetime.combine(day, time(test.minute // 60, test.minute % 60), zone).astimezone(UTC)
            if start <= at < end:
                found.append(Slot(test, day, at))
            day += timedelta(days=1)
    return tuple(sorted(found, key=lambda slot: slot.at))
