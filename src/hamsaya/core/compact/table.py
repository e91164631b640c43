"""Read a TOML table strictly: every key is asked for by name, and what nobody asked for is refused."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hamsaya.core.errors import Refused

T = TypeVar("T")
Words = Mapping[str, str]
"""One text by language code."""
SLUG = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}")
PARTY = re.compile(r"[A-Z][A-Z0-9]{1,7}")
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
HOURS = re.compile(r"((?:[01][0-9]|2[0-3]):[0-5][0-9])-((?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)")
MOST_TEXT = 300
CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]")
"""What a line may not hold: controls, line breaks, and marks that turn the reading direction unseen."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when, in minutes since local midnight; the whole day is 0 to 1440."""

    start: int
    end: int


class Table:
    """One table of a settings file; refusals are `<area>.<reason>` and name the full key."""

    def __init__(self, values: Mapping[str, Any], path: str, area: str) -> None:
        """`path`: where the table stands in the file (`party[1]`); `area`: the first part of the codes."""
        self.values = values
        self.path = path
        self.area = area
        self.asked: set[str] = set()

    def key(self, name: str) -> str:
        """Return the full key of a name in this table."""
        return f"{self.path}.{name}" if self.path else name

    def refuse(self, reason: str, name: str, **params: object) -> Refused:
        """Return the refusal for raising."""
        return Refused(f"{self.area}.{reason}", key=self.key(name), **params)

    def get(self, name: str, wanted: type[T], default: T | None = None) -> T:
        """Return the value of that name and type; a boolean is not a number. Without a default it must be there."""
        self.asked.add(name)
        value = self.values.get(name, default)
        if value is None:
            raise self.refuse("missing", name)
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise self.refuse("type", name, wanted=wanted.__name__)
        return value

    def text(self, name: str) -> str:
        """Return a short line, trimmed and not empty."""
        value = self.get(name, str).strip()
        if not value or len(value) > MOST_TEXT or CONTROL.search(value):
            raise self.refuse("text", name, limit=MOST_TEXT)
        return value

    def slug(self, name: str) -> str:
        """Return an id: small Latin letters, digits, `-`, `_` and `.`."""
        return self.matching(name, SLUG)

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        """Return a line that the pattern matches in full."""
        value = self.text(name)
        if not pattern.fullmatch(value):
            raise self.refuse("value", name, value=value, choices=pattern.pattern)
        return value

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        """Return one of the choices."""
        value = self.get(name, str, default)
        if value not in choices:
            raise self.refuse("value", name, value=value, choices=", ".join(choices))
        return value

    def choices(self, name: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Return some of the choices, at least one, each once, in the file's order."""
        values = self.items(name, str)
        for value in values:
            if value not in choices:
                raise self.refuse("value", name, value=value, choices=", ".join(choices))
        if len(set(values)) < len(values):
            raise self.refuse("twice", name, value=", ".join(values))
        return tuple(values)

    def items(self, name: str, wanted: type[T], default: list[T] | None = None) -> list[T]:
        """Return a list of values of one type; without a default it must hold one at least."""
        values: list[T] = self.get(name, list, default)
        if not values and default is None:
            raise self.refuse("missing", name)
        if not all(isinstance(value, wanted) and not isinstance(value, bool) for value in values):
            raise self.refuse("type", name, wanted=f"list of {wanted.__name__}")
        return values

    def number(self, name: str, least: int, most: int) -> int:
        """Return a whole number between the limits, both included."""
        value = self.get(name, int)
        if not least <= value <= most:
            raise self.refuse("value", name, value=value, choices=f"{least} to {most}")
        return value

    def words(self, name: str, languages: Sequence[str]) -> dict[str, str]:
        """Return one text for each of the languages, and no other."""
        inner = self.table(name)
        found = {language: inner.text(language) for language in languages}
        inner.close()
        return found

    def own_key(self, name: str, pattern: re.Pattern[str]) -> str:
        """Return a key that the file's writer chose, if it has the right form."""
        if not pattern.fullmatch(name):
            raise self.refuse("value", name, value=name, choices=pattern.pattern)
        return name

    def clock(self, name: str) -> int:
        """Return the minutes since midnight of a time such as 08:30."""
        return _minutes(self.matching(name, CLOCK))

    def hours(self, name: str) -> Hours:
        """Return the hours written as 08:00-16:00, inside one day; the whole day is 00:00-24:00."""
        value = self.matching(name, HOURS)
        start, end = map(_minutes, value.split("-"))
        if start >= end:
            raise self.refuse("value", name, value=value, choices="08:00-16:00")
        return Hours(start, end)

    def zone(self, name: str) -> str:
        """Return the name of a zone that the time zone database knows."""
        value = self.text(name)
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError) as error:  # not a name, a folder, or not there
            raise self.refuse("zone", name, value=value) from error
        return value

    def days(self, name: str) -> list[date]:
        """Return the days of a list, none where it is left out; each is written as 2026-03-21."""
        found = []
        for value in self.items(name, str, []):
            try:
                found.append(date.fromisoformat(value))
            except ValueError as error:
                raise self.refuse("value", name, value=value, choices="2026-03-21") from error
        return found

    def table(self, name: str) -> "Table":
        """Return the table of that name."""
        return Table(self.get(name, dict), self.key(name), self.area)

    def tables(self, name: str, least: int = 1) -> list["Table"]:
        """Return the tables of that name, written as [[name]]; there must be one unless none is enough."""
        return [
            Table(values, f"{self.key(name)}[{number}]", self.area)
            for number, values in enumerate(self.items(name, dict, None if least else []), 1)
        ]

    def close(self) -> None:
        """Refuse the first key that nobody asked for: a slip of the pen must not pass as a default."""
        if unknown := sorted(set(self.values) - self.asked):
            raise self.refuse("unknown", unknown[0], known=", ".join(sorted(self.asked)))


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def listed(tables: list[Table], read: Callable[[Table], T], name: str = "id") -> dict[str, T]:
    """Read and close each table; return what was read by its id, and refuse an id that comes twice."""
    found: dict[str, T] = {}
    for table in tables:
        made = read(table)
        table.close()
        own = str(getattr(made, name))
        if own in found:
            raise table.refuse("twice", name, value=own)
        found[own] = made
    return found
