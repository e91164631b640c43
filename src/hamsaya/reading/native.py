"""Dates, places and offices of pages in Persian and Urdu, by data alone; such pages are read by hand."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from hamsaya.reading.dates import jalali, safe
from hamsaya.reading.lexicon import load
from hamsaya.reading.model import Entity, Span

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
EDGE_BEFORE, EDGE_AFTER = r"(?<![\w\u200c])", r"(?![\w\u200c])"


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    """Return written form -> (type, value), and one expression for all forms, the longest first."""
    table = load("native")
    forms = {
        form: (kind, value)
        for kind in ("place", "office")
        for value, row in table[kind].items()
        for form in row.split("|")
    }
    longest = sorted(forms, key=len, reverse=True)
    return forms, re.compile(EDGE_BEFORE + f"(?:{'|'.join(map(re.escape, longest))})" + EDGE_AFTER)


@lru_cache(maxsize=1)
def _calendar() -> tuple[dict[str, int], list[str], re.Pattern[str]]:
    table = load("native")
    months = {form: int(number) for number, row in table["month"].items() for form in row.split("|")}
    solar = table["solar"]["names"].split()
    names = "|".join(sorted([*months, *solar], key=len, reverse=True))
    return (
        months,
        solar,
        re.compile(
            rf"(?<!\d)(\d{{1,2}})\s({names}),?(?:\s(?:ماه\s|سال\s)?(\d{{4}}))?(?!\d)|(?<!\d)(1[34]\d\d)/(\d{{1,2}})/(\d{{1,2}})(?!\d)"
        ),
    )


def _value(match: re.Match[str]) -> date | None:
    """Return the day a match stands for, or None without a year."""
    months, solar, _ = _calendar()
    if match[4]:
        return jalali(int(match[4]), int(match[5]), int(match[6]))
    if not match[3]:
        return None
    year, day = int(match[3]), int(match[1])
    return safe(year, months[match[2]], day) if match[2] in months else jalali(year, solar.index(match[2]) + 1, day)


def native_entities(text: str) -> Iterator[Entity]:
    """Yield dates, places and offices in the order of the text."""
    folded = text.translate(DIGITS)
    forms, names = _tables()
    found = [Entity(Span(m.start(), m.end(), m.group()), *forms[m.group()]) for m in names.finditer(text)]
    for match in _calendar()[2].finditer(folded):
        value = _value(match)
        reason = "written" if value else "no year"
        found.append(
            Entity(
                Span(match.start(), match.end(), text[match.start() : match.end()]),
                "date",
                value.isoformat() if value else None,
                reason,
            )
        )
    yield from sorted(found, key=lambda e: e.span.start)
