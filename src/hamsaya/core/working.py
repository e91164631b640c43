"""Working time of two parties: desk hours on one side's clock, on days on which both sides work."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hamsaya.core.compact import Compact, Hours

DAY = 1440
"""Minutes; a time allowed in whole days is counted in common working days, the rest in desk hours."""
FAR = 366
"""Days looked ahead: after a year without enough working time the plain sum counts."""


def end_of_working_time(compact: Compact, start: datetime, minutes: int, party: str) -> datetime:
    """Return when so many minutes of working time have passed for that party, in the zone of `start`.

    Counting begins when the desk is next open. Whole days (of 1440 minutes) pass on common working days alone and keep
    the hour of the day on the party's clock, also over a change of its time zone; what is left passes in desk hours.
    """
    zone, hours = compact.party(party).tz, compact.desk_hours(party)
    days, rest = divmod(minutes, DAY)
    begun = _opening(compact, start, hours, zone)
    if begun is None:
        return start + timedelta(minutes=minutes)
    at = _after_days(compact, begun, days, zone)
    end = _after_minutes(compact, at, rest, hours, zone) if at is not None else None
    return (end or start + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def _windows(compact: Compact, start: datetime, hours: Hours, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield opening and closing, in UTC, of each common working day from the day of `start` on."""
    first = start.astimezone(zone).date()
    for ahead in range(FAR + 1):
        day = first + timedelta(days=ahead)
        if compact.is_common_working_day(day):
            opens, closes = _instant(day, hours.start, zone), _instant(day, hours.end, zone)
            if closes > start:
                yield max(opens, start.astimezone(UTC)), closes


def _instant(day: date, minute: int, zone: tzinfo) -> datetime:
    return (datetime.combine(day, time(), zone) + timedelta(minutes=minute)).astimezone(UTC)


def _opening(compact: Compact, start: datetime, hours: Hours, zone: tzinfo) -> datetime | None:
    return next((opens for opens, _ in _windows(compact, start, hours, zone)), None)


def _after_days(compact: Compact, start: datetime, days: int, zone: tzinfo) -> datetime | None:
    """Return when so many common working days have passed: from one of them, at its hour, to another at the same hour.

    A count that begins at midnight ends with the midnight that closes the last day, before days of rest.
    """
    local = start.astimezone(zone)
    at, hour = local.date(), local.time()
    if not days:
        return start
    left = days - 1 if hour == time() else days
    for ahead in range(FAR + 1):
        day = at + timedelta(days=ahead)
        left -= ahead > 0 and compact.is_common_working_day(day)
        if left == 0:
            ends = day + timedelta(days=1) if hour == time() else day
            return datetime.combine(ends, hour, zone).astimezone(UTC)
    return None


def _after_minutes(compact: Compact, start: datetime, minutes: int, hours: Hours, zone: tzinfo) -> datetime | None:
    left = timedelta(minutes=minutes)
    if not left:
        return start
    for opens, closes in _windows(compact, start, hours, zone):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return None
