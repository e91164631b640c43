"""Five looks at the council: status by area with the gap, slips, the way to working, sitting gaps, acknowledgement."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from persiantools.jdatetime import JalaliDate

from hamsaya.core.chart import Chart, Limit, Mark, Plan, Row, Series, Span, Table, bars, columns, spans
from hamsaya.core.reader import SOLAR, Reader
from hamsaya.core.undertaking import STATUSES

GAPS = ("0", "1", "2", "3", "none")
LOOKS = {
    "reported": "3", "proposed": "1", "adopted": "2", "said_delivered": "5", "delivered": "4", "working": "0",
    "suspended": "6", "blocked": "7", "disputed": "8", "closed": "9",
}  # fmt: skip
COURSE = ("adopted", "delivered", "working")
DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Point:
    """A commitment as the charts need it: no words but its number and title."""

    record: str
    number: str
    title: Mapping[str, str]
    area: str
    status: str
    slips: int
    course: tuple[str | None, ...]
    said: str | None = None
    """The day on which it was first said, where a report tells it."""
    gaps: tuple[int | None, ...] = ()
    """How far apart the two sides' scores of each duty are; None where one of them gave none."""


def of_points(found: Sequence[Point], reader: Reader, today: date, data: str, *, gaps: bool = True) -> list[Chart]:
    """Return the charts of commitments. `data`: an address with `{}` for a chart's name."""
    made = [by_status(found, reader, data)]
    made += [by_gap(found, reader, data)] if gaps else []
    return [*made, slips(found, reader, data), ways(found, reader, today, data)]


def by_status(found: Sequence[Point], reader: Reader, data: str) -> Chart:
    """Return where the commitments of each area stand."""
    counts = Counter((each.area, each.status) for each in found)
    used = [code for code in STATUSES if any(key[1] == code for key in counts)]
    series = [Series(reader.word(f"status.{code}"), LOOKS[code], code) for code in used]
    rows = [Row(words, [counts[area, code] for code in used], area) for area, words in _areas(found, reader)]
    table = Table("by-status", reader.word("seen.by_status"), reader.word("area"), series, rows)
    return bars(table, reader, data.format("by-status"))


def by_gap(found: Sequence[Point], reader: Reader, data: str) -> Chart:
    """Return how far apart the two sides' scores are, duty by duty and area by area; never an average."""
    counts = Counter((each.area, "none" if gap is None else str(gap)) for each in found for gap in each.gaps)
    looks = {"0": "3", "1": "2", "2": "1", "3": "0", "none": "9"}
    series = [Series(reader.word(f"seen.gap_{code}"), looks[code], f"gap_{code}") for code in GAPS]
    scored = [each for each in found if each.gaps]
    rows = [Row(words, [counts[area, code] for code in GAPS], area) for area, words in _areas(scored, reader)]
    table = Table(
        "by-gap", reader.word("seen.by_gap"), reader.word("area"), series, rows, note=reader.word("seen.gap_note")
    )
    return bars(table, reader, data.format("by-gap"))


def slips(found: Sequence[Point], reader: Reader, data: str) -> Chart:
    """Return how often the promises of each year, in the reader's calendar, moved or were said again."""
    moved: Counter[int] = Counter()
    for each in found:
        said = each.said or each.course[0]
        if each.slips and said:
            moved[_year(date.fromisoformat(said), reader)] += each.slips
    years = range(min(moved), max(moved) + 1) if moved else ()
    rows = [Row(reader.digits(year), [moved[year]], str(year), _both_years(year, reader)) for year in years]
    series = [Series(reader.word("council.slips"), "1", "slips")]
    return columns(
        Table("slips", reader.word("seen.slips"), reader.word("seen.year"), series, rows), reader, data.format("slips")
    )


def ways(found: Sequence[Point], reader: Reader, today: date, data: str) -> Chart:
    """Return the way of each agreed commitment: agreed, delivered, working."""
    marks = [Mark(reader.word(f"status.{code}"), f"days_to_{code}") for code in COURSE]
    agreed = sorted((each for each in found if each.course[0]), key=lambda each: str(each.course[0]))
    days = [
        Span(_name(each, reader), [date.fromisoformat(day) if day else None for day in each.course], each.record)
        for each in agreed
    ]
    plan = Plan("ways", reader.word("seen.ways"), reader.word("commitment"), marks, days, reader.word("seen.ways_note"))
    return spans(plan, reader, today, data.format("ways"))


def sitting_gaps(days: Iterable[date], months: int, reader: Reader, data: str) -> Chart:
    """Return the months between sittings that followed each other, against the interval both declared."""
    ordered = sorted(days)
    rows = [
        Row(_short(two, reader), [round((two - one).days / DAYS_A_MONTH, 1)], two.isoformat(), reader.day_both(two))
        for one, two in pairwise(ordered)
    ]
    series = [Series(reader.word("seen.months"), "1", "months")]
    table = Table("sitting-gaps", reader.word("seen.sitting_gaps"), reader.word("field.day"), series, rows)
    limit = Limit(months, reader.word("seen.declared", count=reader.digits(months)))
    return columns(table, reader, data.format("sitting-gaps"), limit)


def waits(found: Mapping[tuple[str, str], float | None], reader: Reader, data: str, few: str) -> Chart:
    """Return the median minutes until a letter was acknowledged, by (month, sender); None where too few to tell."""
    sides = [party.code for party in reader.compact.parties]
    series = [Series(reader.party_name(code), reader.compact.party(code).hue, code) for code in sides]
    months = sorted({month for month, _ in found})
    rows = [Row(reader.digits(month), [found.get((month, code)) for code in sides], month) for month in months]
    table = Table(
        "waits",
        reader.word("seen.waits"),
        reader.word("public.month"),
        series,
        rows,
        few,
        reader.word("seen.waits_note"),
    )
    return columns(table, reader, data.format("waits"))


def _areas(found: Sequence[Point], reader: Reader) -> list[tuple[str, str]]:
    there = {each.area for each in found}
    return [(area.id, reader.name(area.name)) for area in reader.compact.areas if area.id in there]


def _name(point: Point, reader: Reader) -> str:
    title = reader.titled(dict(point.title))
    short = title if len(title) <= 60 else title[:58].rsplit(" ", 1)[0] + " …"
    return f"{point.number} · {short}"


def _year(day: date, reader: Reader) -> int:
    return int(JalaliDate.to_jalali(day).year) if reader.calendar == SOLAR else day.year


def _both_years(year: int, reader: Reader) -> str:
    other = f"{year + 621}/{year + 622}" if reader.calendar == SOLAR else f"{year - 622}/{year - 621}"
    return reader.word("phrase.both_calendars", own=reader.digits(year), other=reader.digits(other))


def _short(day: date, reader: Reader) -> str:
    solar = JalaliDate.to_jalali(day)
    return reader.digits(
        f"{solar.year}/{solar.month:02d}" if reader.calendar == SOLAR else f"{day.year}-{day.month:02d}"
    )
