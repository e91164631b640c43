"""Fields of time: moments, days, and times that carry their precision."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Union

from hamsaya.core import shape
from hamsaya.core.fields.plain import Field

NOT_STATED = "not-stated"


INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def parse_instant(text: str) -> datetime:
    """Return the moment of "YYYY-MM-DDTHH:MM:SSZ" as an aware UTC datetime; ValueError for anything else."""
    if not INSTANT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def format_instant(moment: datetime) -> str:
    """Return an aware datetime as "YYYY-MM-DDTHH:MM:SSZ"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _valid(parse: Callable[[str], object], value: Any) -> bool:
    try:
        parse(value)
    except (ValueError, TypeError):
        return False
    return True


class Instant(Field[str]):
    """A moment in UTC, to the second: "2026-11-22T02:10:00Z"."""

    widget = "instant"

    def check(self, value: Any) -> str:
        """Return the moment."""
        if not isinstance(value, str) or len(value) != 20 or not _valid(parse_instant, value):
            raise self.refuse("instant")
        return value

    def shape(self) -> Any:
        """Return moments."""
        return shape.text(shape.DAY + shape.CLOCK)


class Day(Field[str]):
    """A Gregorian day "2026-11-22", or `not-stated` where the field allows it."""

    widget = "day"

    def __init__(self, may_be_unstated: bool = False, **options: Any) -> None:
        """`may_be_unstated`: `not-stated` is a value of its own."""
        super().__init__(**options)
        self.may_be_unstated = may_be_unstated

    def check(self, value: Any) -> str:
        """Return the day."""
        if self.may_be_unstated and value == NOT_STATED:
            return NOT_STATED
        if not isinstance(value, str) or len(value) != 10 or not _valid(date.fromisoformat, value):
            raise self.refuse("day")
        return value

    def shape(self) -> Any:
        """Return days, and `not-stated` where it may stand."""
        return shape.text(f"{shape.DAY}|{NOT_STATED}" if self.may_be_unstated else shape.DAY)

    def words(self) -> tuple[str, ...]:
        """Return the key of the word for a day not stated."""
        return ("not_stated",) if self.may_be_unstated else ()


WHEN_PRECISIONS = ("minute", "hour", "part_of_day", "day", "range", "not_stated")


def _time(precision: str, **parts: Any) -> Any:
    return shape.record(
        precision, list(parts.items()), tag_field="precision", tag=precision, forbid_unknown_fields=True
    )


_AT = shape.text(f"{shape.DAY}(?:{shape.CLOCK})?")
_TIMES: Any = Union[  # noqa: UP007 -- made of types that are made here
    _time("minute", at=_AT),
    _time("hour", at=_AT),
    _time("part_of_day", at=_AT),
    _time("day", at=_AT),
    _time("not_stated"),
]


class When(Field[dict[str, str]]):
    """A time with its precision: {"at": instant or day, "until"?: …, "precision": code}; "not_stated" stands alone."""

    widget = "when"

    def check(self, value: Any) -> dict[str, str]:
        """Return the time with its precision."""
        if not isinstance(value, dict) or value.get("precision") not in WHEN_PRECISIONS:
            raise self.refuse("when")
        precision = value["precision"]
        names = {"precision"} if precision == "not_stated" else {"precision", "at"}
        if precision == "range":
            names = {"precision", "at", "until"}
        if set(value) != names:
            raise self.refuse("when")
        for name in sorted(names - {"precision"}):
            moment = value[name]
            is_day = isinstance(moment, str) and len(moment) == 10
            if not isinstance(moment, str) or not _valid(date.fromisoformat if is_day else parse_instant, moment):
                raise self.refuse("when")
        if precision == "range" and value["until"] < value["at"]:
            raise self.refuse("until-before")
        return dict(value)

    def shape(self) -> Any:
        """Return all forms but the range, whose end must not lie before its beginning."""
        return _TIMES

    def words(self) -> tuple[str, ...]:
        """Return the key of each precision."""
        return tuple(f"precision_{code}" for code in WHEN_PRECISIONS)
