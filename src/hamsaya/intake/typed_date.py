"""Dates as people type them into a search: either calendar, three languages, a day, a month or a year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from persiantools.jdatetime import JalaliDate

from hamsaya.core.reader import GREGORIAN_MONTHS, SOLAR_MONTHS
from hamsaya.core.text import LANGUAGES, fold, word

NUMERIC = re.compile(r"(?<!\d)(1[34]\d\d|19\d\d|20\d\d)(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
OLDEST_GREGORIAN = 1700


@dataclass(frozen=True)
class Asked:
    """What is left of a question without its dates, and the days that the dates stand for."""

    words: str
    start: str = ""
    end: str = ""


@cache
def _months() -> tuple[tuple[str, str, int], ...]:
    """Return (folded name, calendar, number) of every month in every language, longest names first."""
    names = [(name, "g", at) for at, name in enumerate(GREGORIAN_MONTHS, 1)]
    names += [(name, "s", at) for at, name in enumerate(SOLAR_MONTHS, 1)]
    found = {(fold(word(f"month_{name}", lang)), cal, at) for name, cal, at in names for lang in LANGUAGES}
    found |= {(name[:3], "g", at) for at, name in enumerate(GREGORIAN_MONTHS, 1) if name != "may"}
    return tuple(sorted(found, key=lambda each: -len(each[0])))


def _first(cal: str, year: int, month: int, day: int) -> date:
    found: date = JalaliDate(year, month, day).to_gregorian() if cal == "s" else date(year, month, day)
    return found


def _range(cal: str, year: int, month: int = 0, day: int = 0) -> tuple[str, str] | None:
    """Return the first and last day of a day, a month or a year; None for one that there is not."""
    try:
        start = _first(cal, year, month or 1, day or 1)
        if day:
            end = start
        elif month == 12 or not month:
            end = _first(cal, year + 1, 1, 1) - timedelta(days=1)
        else:
            end = _first(cal, year, month + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
    return start.isoformat(), end.isoformat()


def read_question(text: str) -> Asked:
    """Return a typed question with its date taken out: "liaison officers, January 2024", "بازارچه بهمن ۱۴۰۲"."""
    folded = fold(text)
    for read in (_named, _numeric):
        found = read(folded)
        if found is not None:
            span, cut = found
            return Asked(_tidy(folded[: cut[0]] + " " + folded[cut[1] :]), *span)
    return Asked(_tidy(folded))


def _tidy(text: str) -> str:
    return " ".join(text.replace("?", " ").replace("؟", " ").split()).strip(" ,،")


def _named(text: str) -> tuple[tuple[str, str], tuple[int, int]] | None:
    for name, cal, month in _months():
        for pattern in (
            rf"(?:(\d{{1,2}}) )?{re.escape(name)},? (\d{{4}})(?!\d)",
            rf"{re.escape(name)} (\d{{1,2}}),? (\d{{4}})(?!\d)",
        ):
            match = re.search(rf"(?<!\w){pattern}", text)
            if match is None:
                continue
            day, year = int(match.group(1) or 0), int(match.group(2))
            span = _range(cal, year, month, day)
            if span is not None and (year < OLDEST_GREGORIAN) == (cal == "s"):
                return span, match.span()
    return None


def _numeric(text: str) -> tuple[tuple[str, str], tuple[int, int]] | None:
    match = NUMERIC.search(text)
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    span = _range("s" if year < OLDEST_GREGORIAN else "g", year, month, day)
    return (span, match.span()) if span else None
