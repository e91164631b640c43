"""What the command line prints: sentences for people, JSON for programs, a bar for work that takes long."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from hamsaya.cli.command import Result
from hamsaya.core.errors import HamsayaError
from hamsaya.core.fields.moment import format_instant
from hamsaya.core.text import has_word, word

T = TypeVar("T")


def says(error: HamsayaError, lang: str) -> str:
    """Return what an error says to a person; its code stands behind, for whoever has to look it up."""
    key = f"refused.{error.code}"
    if has_word(key):
        return word(key, lang, **error.params)
    details = ", ".join(f"{name}: {value}" for name, value in error.params.items())
    return word("refused.other", lang, code=f"{error.code} ({details})" if details else error.code)


def print_result(result: Result, *, as_json: bool) -> None:
    """Print a result on standard output."""
    if as_json:
        print(json.dumps(result.data, ensure_ascii=False, indent=2, default=_plain))
    else:
        for line in result.lines:
            print(line)


def print_error(error: HamsayaError, lang: str, *, as_json: bool) -> None:
    """Print an error: a sentence on standard error, or with `as_json` an object on standard output."""
    if as_json:
        print(
            json.dumps(
                {"error": error.code, "says": says(error, lang), **error.params}, ensure_ascii=False, default=_plain
            )
        )
    else:
        print(f"hamsaya: {says(error, lang)}", file=sys.stderr)


def _plain(value: object) -> str:
    """Return what JSON has no form for as text: an aware moment as the records write it, all else as it prints."""
    return format_instant(value) if isinstance(value, datetime) and value.tzinfo else str(value)


def progress(things: Iterable[T], total: int | None, what: str, unit: str) -> Iterable[T]:
    """Return the things, with a bar on standard error while they are worked through; only on a terminal."""
    from tqdm import tqdm  # slow to import, and needed by long commands alone

    bar: Iterable[T] = tqdm(things, total=total, desc=what, unit=unit, disable=not sys.stderr.isatty(), leave=False)
    return bar


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[str]:
    """Return rows as aligned lines under a head."""
    cells = [[str(column).upper() for column in columns]]
    cells += [["" if row.get(name) is None else str(row[name]) for name in columns] for row in rows]
    widths = [max(len(line[at]) for line in cells) for at in range(len(columns))]
    return ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells]
