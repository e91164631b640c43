"""Filters of the public templates: statuses, parties, days and numbers as the reader reads them."""

from datetime import date
from typing import Any

from django import template

from hamsaya.core.fields import parse_instant
from hamsaya.core.reader import Reader
from hamsaya.core.text import direction

register = template.Library()


@register.filter
def status(code: str, reader: Reader) -> str:
    """Return the words of a status."""
    return reader.word(f"status.{code}".replace("-", "_"))


@register.filter
def kind(name: str, reader: Reader) -> str:
    """Return a kind's name."""
    return reader.word(f"kind.{name}".replace("-", "_"))


@register.filter
def party(code: str, reader: Reader) -> str:
    """Return a party's name."""
    return reader.party_name(code)


@register.filter
def area(code: str, reader: Reader) -> str:
    """Return an area's name, or its code where the compact does not list it."""
    return next((reader.name(each.name) for each in reader.compact.areas if each.id == code), code)


@register.filter
def day(text: Any, reader: Reader) -> str:
    """Return a day in both calendars, or that none is stated."""
    if not text or text == "not-stated":
        return reader.word("not_stated")
    return reader.day_both(date.fromisoformat(str(text)[:10]))


@register.filter
def moment(text: str, reader: Reader) -> str:
    """Return an instant on the reader's own clock."""
    return reader.moment(parse_instant(text))


@register.filter
def number(value: object, reader: Reader) -> str:
    """Return a number in the reader's digits."""
    return reader.digits(value)


@register.filter
def name(words: dict[str, str], reader: Reader) -> str:
    """Return a wording in the reader's language."""
    return reader.name(words) if words else ""


@register.filter
def score(code: str, reader: Reader) -> str:
    """Return the words of a score."""
    return reader.word(f"score_{code}")


@register.filter
def side(code: str, reader: Reader) -> str:
    """Return the words of a side state."""
    return reader.word(f"council.side_{code}")


@register.filter
def dir_of(lang: str) -> str:
    """Return `rtl` or `ltr`."""
    return direction(lang)


@register.filter
def language(lang: str, reader: Reader) -> str:
    """Return a language's name in the reader's language."""
    return reader.word(f"lang_{lang}")


@register.filter
def key(mapping: Any, name: str) -> Any:
    """Return a value of a mapping by its name."""
    return mapping.get(name, "")
