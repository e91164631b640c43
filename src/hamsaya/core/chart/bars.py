"""Counts as bars that lie, one a row, the series one after another: which of them stand where."""

from hamsaya.core.chart.drawing import WIDTH, Sheet
from hamsaya.core.chart.figure import Chart
from hamsaya.core.chart.model import Table
from hamsaya.core.reader import Reader

EDGE, THICK, ROOM = 4, 20, 44
LEAST_FOR_NUMBER = 16
"""A piece narrower than this carries no number; the table has it."""


def bars(table: Table, reader: Reader, data: str = "") -> Chart:
    """Return the chart; a row's words stand over its bar and its sum at the end."""
    probe = Sheet(table.name, reader, 0, "")
    step = probe.line + THICK + 8
    sheet = Sheet(table.name, reader, step * len(table.rows) + EDGE, table.title)
    scale = (WIDTH - EDGE - ROOM) / table.most(stacked=True)
    for at, row in enumerate(table.rows):
        top = at * step + sheet.line
        sheet.words(EDGE, top - sheet.line * 0.3, row.label)
        x = float(EDGE)
        for series, value in zip(table.series, row.values, strict=True):
            width = (value or 0) * scale
            if width:
                sheet.box(x, top, width, THICK, series.look)
                _number(sheet, x + width / 2, top, width, reader.digits(f"{value:g}"))
            x += width
        total = sum(value or 0 for value in row.values)
        sheet.words(x + 6, top + THICK * 0.75, reader.digits(f"{total:g}"), kind="ch-t ch-sum")
    return Chart(table, sheet.root, reader, data, table.key())


def _number(sheet: Sheet, middle: float, top: float, width: float, words: str) -> None:
    if width < LEAST_FOR_NUMBER:
        return
    half = 4 + 4 * len(words)
    sheet.box(middle - half, top + 3, 2 * half, THICK - 6, "plate")
    sheet.words(middle, top + THICK * 0.74, words, "middle", "ch-n")
