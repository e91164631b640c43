"""A table for machines: the same rows as CSV or JSON, with a cell that a spreadsheet would run made harmless."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import HttpResponse

from hamsaya.core.fields import format_instant

FORMATS = ("csv", "json")
MARK = "\ufeff"
"""Begins a CSV file: without it a spreadsheet takes Persian and Urdu for another alphabet's letters."""


def as_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], wanted: str) -> HttpResponse:
    """Return rows as a CSV or JSON file; times are written as instants, what is not known stays empty."""
    plain = ([_plain(cell) for cell in row] for row in rows)
    if wanted == "json":
        items = ", ".join(json.dumps(dict(zip(columns, row, strict=True))) for row in plain)
        return HttpResponse(f"{{{json.dumps(name)}: [{items}]}}", content_type="application/json")
    return table_csv(columns, plain, name)


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """Return rows as a CSV file. A cell that a spreadsheet would take for a formula is led by an apostrophe."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return csv_file(name, out.getvalue())


def csv_file(name: str, text: str) -> HttpResponse:
    """Return text as a CSV file to be kept, which a spreadsheet reads as the UTF-8 that it is."""
    response = HttpResponse(f"{MARK}{text}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _plain(cell: Any) -> Any:
    return format_instant(cell) if isinstance(cell, datetime) else cell


def _cell(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
