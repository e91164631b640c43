"""Forms made from acts: what each field asks, and how what was typed becomes the act's body.

Names in the form are `f.<field>` and `f.<field>.<part>`. Digits of either set and dates of either calendar are taken.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from persiantools.jdatetime import JalaliDate

from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    NOT_KNOWN,
    NOT_STATED,
    Code,
    Codes,
    Count,
    Day,
    Entity,
    Field,
    Flag,
    Instant,
    Items,
    Line,
    Number,
    Parties,
    Party,
    Quote,
    Row,
    Text,
    When,
    Where,
    Wording,
    format_instant,
)  # fmt: skip
from hamsaya.core.kinds import Act
from hamsaya.core.reader import SOLAR, Reader
from hamsaya.core.text import to_latin
from hamsaya.web.where import read_where

Typed = Mapping[str, Any]
UNSAID = {"precision": "not_stated"}
"""A place or time of which nothing was said: where it may be left out, it is left as it stands."""
GROUPS = {"what": 0, "first": 1, "": 2, "note": 3, "more": 4}


@dataclass
class Draft:
    """What was typed so far: the body as far as it holds, and what does not hold by field."""

    body: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Refused] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    """Texts that do not hold, such as one that is too long: they stay in the form for their writer to change."""
    parts: dict[str, dict[str, str]] = field(default_factory=dict)
    """What stood in each box of a field that could not be read, by the box's name after the field's ("" alone)."""

    @property
    def shown(self) -> dict[str, Any]:
        """Return what the form shows again: what holds, and the texts that do not."""
        return {**self.typed, **self.body}


def ordered(act: type[Act]) -> list[Field[Any]]:
    """Return the act's fields in the order a form asks them."""
    asked = [each for each in act.fields.values() if not is_quoted(each)]
    return sorted(asked, key=lambda each: GROUPS[each.group])


def is_quoted(each: Field[Any]) -> bool:
    """Tell whether a field holds quotations: they are marked in the source, never typed into a form."""
    return isinstance(each, Items) and isinstance(each.item, Quote)


def read_form(act: type[Act], typed: Any, reader: Reader) -> Draft:
    """Return the draft of a submitted form (a QueryDict). What is empty and optional is left out."""
    draft = Draft()
    for name, each in act.fields.items():
        if is_quoted(each):
            continue
        try:
            value = _read(each, f"f.{name}", typed, reader)
            if each.optional and value == UNSAID:
                value = None
            if value is not None:
                if isinstance(each, Text | Line | Wording):
                    draft.typed[name] = value
                draft.body[name] = each.check(value)
            elif not each.optional:
                draft.faults[name] = Refused("field.missing", field=name)
        except Refused as refused:
            draft.faults[name] = refused
            draft.parts[name] = _parts(f"f.{name}", typed)
    return draft


def _parts(name: str, typed: Any) -> dict[str, str]:
    found = {key: typed.get(key, "") for key in typed if key == name or key.startswith(f"{name}.")}
    return {key.removeprefix(name).removeprefix("."): value for key, value in found.items()}


def read_day(text: str) -> str:
    """Return a typed date as "YYYY-MM-DD"; years under 1700 are Solar Hijri. ValueError where it is none."""
    numbers = [int(part) for part in re.findall(r"\d+", to_latin(text))]
    if len(numbers) != 3:
        raise ValueError(text)
    if numbers[0] < 32:
        numbers.reverse()
    year, month, day = numbers
    value = JalaliDate(year, month, day).to_gregorian() if year < 1700 else date(year, month, day)
    return value.isoformat()


def _is_day(text: str) -> bool:
    try:
        return bool(read_day(text))
    except ValueError:
        return False


def show_day(day: date, reader: Reader) -> str:
    """Return a date as a form's line holds it: "1405/09/01" or "2026-11-22", in the reader's digits."""
    if reader.calendar == SOLAR:
        return reader.digits(JalaliDate.to_jalali(day).strftime("%Y/%m/%d"))
    return day.strftime("%Y-%m-%d")


def read_moment(day: str, clock: str, reader: Reader) -> str:
    """Return a typed date and time of day on the reader's own clock as an instant. ValueError where it is none."""
    numbers = [int(part) for part in re.findall(r"\d+", to_latin(clock))]
    if len(numbers) != 2:
        raise ValueError(clock)
    local = datetime.fromisoformat(read_day(day)).replace(hour=numbers[0], minute=numbers[1], tzinfo=reader.party.tz)
    return format_instant(local)


def _read(each: Field[Any], name: str, typed: Any, reader: Reader) -> Any:
    for kind, read in _READERS:
        if isinstance(each, kind):
            return read(each, name, typed, reader)
    return typed.get(name, "").strip() or None


def _read_choice(_each: Any, name: str, typed: Any, _reader: Reader) -> str | None:
    return typed.get(name) or None


def _read_choices(_each: Any, name: str, typed: Any, _reader: Reader) -> list[str] | None:
    return typed.getlist(name) or None


def _read_number(each: Any, name: str, typed: Any, _reader: Reader) -> int | str | None:
    text = to_latin(typed.get(name, "").strip())
    if not text:
        return NOT_KNOWN if typed.get(f"{name}.unknown") else None
    try:
        return int(text)
    except ValueError:
        raise each.refuse("number", least=0, most=getattr(each, "most", 0)) from None


def _read_flag(_each: Any, name: str, typed: Any, _reader: Reader) -> bool | str | None:
    values: dict[str, bool | str] = {"yes": True, "no": False, NOT_KNOWN: NOT_KNOWN}
    return values.get(typed.get(name, ""))


def _read_day(each: Any, name: str, typed: Any, reader: Reader) -> str | None:
    text = typed.get(name, "").strip()
    if not text:
        return NOT_STATED if each.may_be_unstated else None
    try:
        return read_day(text)
    except ValueError:
        raise each.refuse("day") from None


def _read_instant(each: Any, name: str, typed: Any, reader: Reader) -> str | None:
    if chosen := typed.get(f"{name}.at", ""):
        return str(chosen)  # one of the times that the page offered
    day, clock = typed.get(f"{name}.day", "").strip(), typed.get(f"{name}.clock", "").strip()
    if not day and not clock:
        return None
    try:
        return read_moment(day, clock, reader)
    except ValueError:
        raise each.refuse("instant") from None


def _read_when(each: Any, name: str, typed: Any, reader: Reader) -> dict[str, str] | None:
    precision = typed.get(f"{name}.precision") or "not_stated"
    if precision == "not_stated":
        return {"precision": precision}
    days = [typed.get(f"{name}.{part}", "").strip() for part in ("day", "until_day")]
    if any(day and not _is_day(day) for day in days[: 2 if precision == "range" else 1]):
        raise each.refuse("day")
    try:
        at = _moment_of(name, "", precision, typed, reader)
        if precision != "range":
            return {"precision": precision, "at": at}
        return {"precision": precision, "at": at, "until": _moment_of(name, "until_", precision, typed, reader)}
    except ValueError:
        raise each.refuse("when") from None


def read_given(act: type[Act], given: QueryDict, reader: Reader) -> dict[str, Any]:
    """Return what an address fills a form in with: values by field name; what does not hold is left out."""
    typed = QueryDict(mutable=True)
    for name in given:
        typed.setlist(f"f.{name}", given.getlist(name))
    body = read_form(act, typed, reader).body
    names = {name.partition(".")[0] for name in given}
    return {name: value for name, value in body.items() if name in names}


def _moment_of(name: str, prefix: str, precision: str, typed: Any, reader: Reader) -> str:
    day, clock = (typed.get(f"{name}.{prefix}{part}", "").strip() for part in ("day", "clock"))
    if precision == "day" or (precision == "range" and not clock):
        return read_day(day)
    return read_moment(day, clock, reader)


def _read_wording(_each: Any, name: str, typed: Any, _reader: Reader) -> dict[str, str] | None:
    texts = {lang: typed.get(f"{name}.{lang}", "").strip() for lang in ("en", "fa", "ur")}
    return {lang: text for lang, text in texts.items() if text} or None


def _read_text(_each: Any, name: str, typed: Any, reader: Reader) -> dict[str, str] | None:
    text = typed.get(name, "").strip()
    return {"lang": reader.lang, "text": text} if text else None


def _read_items(each: Any, name: str, typed: Any, reader: Reader) -> list[Any] | None:
    if isinstance(each.item, Entity):
        return typed.getlist(name) or None
    if isinstance(each.item, Wording):
        rows = [_read_wording(each.item, f"{name}.{row}", typed, reader) for row in range(each.most)]
        return [row for row in rows if row] or None
    if isinstance(each.item, Row):
        tables = [_read_row(each.item, f"{name}.{row}", typed, reader) for row in range(each.most)]
        return [row for row in tables if row] or None
    lines = [line.strip() for line in typed.get(name, "").splitlines()]
    return [line for line in lines if line] or None


def _read_row(each: Row, name: str, typed: Any, reader: Reader) -> dict[str, Any]:
    if not any(value.strip() for key in typed if key.startswith(f"{name}.") for value in typed.getlist(key)):
        return {}
    values = {cell: _read(field, f"{name}.{cell}", typed, reader) for cell, field in each.cells.items()}
    return {cell: value for cell, value in values.items() if value is not None}


_READERS: tuple[tuple[Any, Callable[[Any, str, Any, Reader], Any]], ...] = (
    (Items, _read_items),
    ((Codes, Parties), _read_choices),
    ((Code, Entity, Party), _read_choice),
    ((Count, Number), _read_number),
    (Flag, _read_flag),
    (Day, _read_day),
    (Instant, _read_instant),
    (When, _read_when),
    (Where, read_where),
    (Wording, _read_wording),
    (Text, _read_text),
    (Line, _read_choice),
)


def defaults(act: type[Act], reader: Reader, now: datetime) -> dict[str, Any]:
    """Return what a new form starts with: the field's own default, our desk, now, both parties."""
    body: dict[str, Any] = {}
    for name, each in act.fields.items():
        value = _default(each, name, reader, now)
        if value is not None:
            body[name] = value
    return body


def _default(each: Field[Any], name: str, reader: Reader, now: datetime) -> Any:
    if each.default is not None:
        return each.default
    if isinstance(each, Entity) and each.of == "desk":
        ours = [desk for desk in reader.compact.desks if (desk.party == reader.party.code) == (name != "to_desk")]
        return ours[0].id if ours else None
    if isinstance(each, When) and not each.optional:
        return {"at": format_instant(now.replace(second=0)), "precision": "minute"}
    if isinstance(each, Instant) and not each.optional:
        return format_instant(now)
    if isinstance(each, Parties):
        return [party.code for party in reader.compact.parties]
    return None


def later(now: datetime, hours: int) -> str:
    """Return the instant so many hours from now: what an answer that needs time starts with."""
    return format_instant((now + timedelta(hours=hours)).replace(minute=0, second=0))
