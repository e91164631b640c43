"""Months of either calendar as stretches of time, on the clock of the party that reckons by it: one for both nodes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from hamsaya.core.compact import Compact
from hamsaya.core.reader import GREGORIAN_MONTHS, SOLAR, SOLAR_MONTHS, Reader

MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of one calendar, written 2026-11 or 1405-08."""

    calendar: str
    year: int
    month: int

    @classmethod
    def of(cls, day: date, calendar: str) -> "Month":
        """Return the month of a day."""
        if calendar == SOLAR:
            solar = JalaliDate.to_jalali(day)
            return cls(calendar, solar.year, solar.month)
        return cls(calendar, day.year, day.month)

    @classmethod
    def read(cls, text: str, calendar: str) -> "Month | None":
        """Return the month written as 2026-11, or None where the text names none that can be reckoned."""
        year, _, month = text.partition("-")
        if not (len(text) == 7 and text.isascii() and year.isdigit() and month.isdigit() and 1 <= int(month) <= MONTHS):
            return None
        low, high = (1300, 1500) if calendar == SOLAR else (1921, 2121)
        return cls(calendar, int(year), int(month)) if low <= int(year) <= high else None

    @property
    def code(self) -> str:
        """Return how it is written in addresses and data."""
        return f"{self.year}-{self.month:02d}"

    @property
    def first(self) -> date:
        """Return its first day, in the Gregorian calendar."""
        if self.calendar == SOLAR:
            day: date = JalaliDate(self.year, self.month, 1).to_gregorian()
            return day
        return date(self.year, self.month, 1)

    def plus(self, months: int) -> "Month":
        """Return the month so many later, or earlier where negative."""
        year, month = divmod(self.year * MONTHS + self.month - 1 + months, MONTHS)
        return Month(self.calendar, year, month + 1)

    def stretch(self, compact: Compact) -> tuple[datetime, datetime]:
        """Return its first instant and the one after its last, in UTC."""
        zone = clock_of(compact, self.calendar)
        return tuple(  # type: ignore[return-value]  # two of them
            datetime.combine(each.first, time(), zone).astimezone(UTC) for each in (self, self.plus(1))
        )

    def words(self, reader: Reader) -> str:
        """Return its name with the year, in the reader's language and digits."""
        names = SOLAR_MONTHS if self.calendar == SOLAR else GREGORIAN_MONTHS
        return f"{reader.word(f'month_{names[self.month - 1]}')} {reader.digits(self.year)}"


def clock_of(compact: Compact, calendar: str) -> ZoneInfo:
    """Return the zone of the first party that reckons by that calendar, or else of the first party."""
    party = next((each for each in compact.parties if each.calendar == calendar), compact.parties[0])
    return party.tz


def month_now(compact: Compact, calendar: str, now: datetime) -> Month:
    """Return the month that runs."""
    return Month.of(now.astimezone(clock_of(compact, calendar)).date(), calendar)
