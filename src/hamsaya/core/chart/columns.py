"""Values over time as columns that stand, the series side by side, with a limit drawn across where there is one."""

from math import ceil

from hamsaya.core.chart.drawing import WIDTH, Sheet
from hamsaya.core.chart.figure import Chart
from hamsaya.core.chart.model import Limit, Row, Table
from hamsaya.core.reader import Reader

SIDE, TALL, TOP = 44, 170, 26
MOST_LABELS = 14
LETTER, APART = 7.5, 10
"""The room of a letter of the widest script, and what stays free between two labels."""


def columns(table: Table, reader: Reader, data: str = "", limit: Limit | None = None) -> Chart:
    """Return the chart; rows follow in reading direction, a value that is not known leaves an open place."""
    room = (WIDTH - SIDE - 8) / max(len(table.rows), 1)
    labels = _labels(table, room)
    probe = Sheet(table.name, reader, 0, "")
    below = probe.line * max(map(len, labels), default=1) + 8
    sheet = Sheet(table.name, reader, TOP + TALL + below, table.title)
    most = max(table.most(), limit.value if limit else 0)
    _axis(sheet, most)
    for at, row in enumerate(table.rows):
        _group(sheet, table, row, SIDE + at * room, room, most)
    every = max(ceil(len(labels) / MOST_LABELS), ceil(max(map(_width, labels), default=0) / room), 1)
    for at in range(0, len(labels), every):
        for line, words in enumerate(labels[at]):
            sheet.words(SIDE + (at + 0.5) * room, TOP + TALL + sheet.line * (line + 0.8), words, "middle")
    if limit is not None:
        y = _y(limit.value, most)
        sheet.rule(SIDE, y, WIDTH - 8, y, "ch-limit")
    across = ((limit.words, "limit", "line"),) if limit is not None else ()
    return Chart(table, sheet.root, reader, data, (*table.key(), *across))


def _labels(table: Table, room: float) -> list[list[str]]:
    """Return each label in one line, or all in two where one would touch the next: the last word, a year, below."""
    whole = [[row.label] for row in table.rows]
    if all(_width(each) <= room for each in whole):
        return whole
    return [row.label.rsplit(" ", 1) for row in table.rows]


def _width(lines: list[str]) -> float:
    return max(map(len, lines)) * LETTER + APART


def _y(value: float, most: float) -> float:
    return TOP + TALL * (1 - value / most)


def _axis(sheet: Sheet, most: float) -> None:
    step = _step(most)
    value = 0.0
    while value <= most:
        y = _y(value, most)
        sheet.rule(SIDE, y, WIDTH - 8, y, "ch-axis" if not value else "ch-rule")
        sheet.words(SIDE - 6, y + 4, sheet.reader.digits(f"{value:g}"), "end")
        value += step


def _step(most: float) -> float:
    """Return a round step that gives at most five lines."""
    size = 10.0 ** (len(f"{max(1, int(most))}") - 1)
    return next(step for step in (size / 5, size / 2, size, 2 * size, 5 * size) if step >= most / 5 and step >= 1)


def _group(sheet: Sheet, table: Table, row: Row, left: float, room: float, most: float) -> None:
    wide = min(28.0, room * 0.8 / max(len(table.series), 1))
    x = left + (room - wide * len(table.series)) / 2
    for series, value in zip(table.series, row.values, strict=True):
        if value is None:
            sheet.box(x + 1, TOP + TALL - 10, wide - 2, 10, "9")
        else:
            y = _y(value, most)
            sheet.box(x + 1, y, wide - 2, max(TOP + TALL - y, 1), series.look)
            if wide >= 14:
                sheet.words(x + wide / 2, y - 4, sheet.reader.digits(f"{value:g}"), "middle", "ch-n")
        x += wide
