"""Ways through time: a line for each row, a mark for each thing that happened, open where it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from persiantools.jdatetime import JalaliDate

from hamsaya.core.chart.drawing import WIDTH, Sheet
from hamsaya.core.chart.figure import Chart
from hamsaya.core.chart.model import Row, Series, Table
from hamsaya.core.reader import SOLAR, Reader

EDGE, MOST_TICKS = 14, 8
SHAPES, LOOKS = ("circle", "square", "diamond"), ("0", "3", "4")


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing that can happen on the way: its words and its name in the data. Its place in the row gives its shape."""

    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Span:
    """One way: the day of each mark in their order, None where it has not happened."""

    label: str
    days: Sequence[date | None]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the chart of some ways shows: at most three marks."""

    name: str
    title: str
    head: str
    marks: Sequence[Mark]
    ways: Sequence[Span]
    note: str = ""


def spans(plan: Plan, reader: Reader, today: date, data: str = "") -> Chart:
    """Return the chart: where the last mark is missing the line runs broken to today.

    The table tells the days from the first mark to each of the others.
    """
    series = [Series(mark.words, look, mark.code) for mark, look in zip(plan.marks, LOOKS, strict=False)]
    rows = [Row(way.label, _days(way), way.code) for way in plan.ways]
    table = Table(plan.name, plan.title, plan.head, series[1:], rows, note=plan.note)
    step = Sheet(plan.name, reader, 0, "").line + 24
    bottom = step * len(plan.ways) + 2
    sheet = Sheet(plan.name, reader, bottom + step - 14, plan.title)
    known = [day for way in plan.ways for day in way.days if day] or [today]
    scale = Scale(min(known), max(*known, today))
    for label, day in _ticks(scale, reader):
        sheet.rule(scale.x(day), 2, scale.x(day), bottom)
        sheet.words(scale.x(day), bottom + sheet.line * 0.75, label, "middle")
    for at, way in enumerate(plan.ways):
        _way(sheet, way, at * step, scale, today)
    key = tuple((each.words, each.look, shape) for each, shape in zip(series, SHAPES, strict=False))
    return Chart(table, sheet.root, reader, data, key)


@dataclass(frozen=True, slots=True)
class Scale:
    """The days of the drawing from the first to the last."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return the place of a day."""
        return EDGE + (day - self.first).days * (WIDTH - 2 * EDGE) / max((self.last - self.first).days, 1)


def _days(way: Span) -> list[float | None]:
    start = way.days[0]
    return [None if day is None or start is None else (day - start).days for day in way.days[1:]]


def _way(sheet: Sheet, way: Span, top: float, scale: Scale, today: date) -> None:
    y = top + sheet.line + 10
    sheet.words(EDGE, top + sheet.line * 0.75, way.label)
    met = [(scale.x(day), at) for at, day in enumerate(way.days) if day]
    if met and way.days[-1] is None:
        sheet.rule(met[-1][0], y, scale.x(today), y, "ch-open")
    for one, two in pairwise(met):
        sheet.rule(one[0], y, two[0], y, "ch-way")
    for x, at in met:
        sheet.mark(x, y, SHAPES[at], LOOKS[at])


def _ticks(scale: Scale, reader: Reader) -> list[tuple[str, date]]:
    """Return the first days of years in the reader's calendar, at most so many, with the year's number."""
    solar = reader.calendar == SOLAR
    first, last = ((JalaliDate.to_jalali(day).year if solar else day.year) for day in (scale.first, scale.last))
    years = range(first + 1, last + 1, max(1, -(-(last - first) // MOST_TICKS)))
    return [
        (reader.digits(year), JalaliDate(year, 1, 1).to_gregorian() if solar else date(year, 1, 1)) for year in years
    ]
