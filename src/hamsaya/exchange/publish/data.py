"""The data files: tables as CSV and JSON with one codebook, and the charts drawn from the same values."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from io import StringIO
from typing import Any

from hamsaya.core.text import LANGUAGES, in_all
from hamsaya.core.undertaking import STATUSES
from hamsaya.exchange.publish.released import Line, Promise, Released, Seat, Told
from hamsaya.exchange.seen.charts import GAPS

PROMISES = (
    "record", "number", "area", "status", "due", "slips", "side_states", "restates", "agreed", "delivered", "working",
    "digest", "title_en", "title_fa", "title_ur", "wording_en", "wording_fa", "wording_ur", "definition_en",
    "definition_fa", "definition_ur", "scores",
)  # fmt: skip
SITTINGS = ("record", "number", "day", "host", "held", "title_en", "title_fa", "title_ur")
TOLD = ("record", "kind", "side", "status", "day", "facts", "title_en", "title_fa", "title_ur")
LINES = ("record", "at", "side", "digest", "words_en", "words_fa", "words_ur")
FIGURES = ("month", "figure", "of", "number")
TEXTS = ("title", "wording", "definition", "words")
CODEBOOK = {
    **{name: name for name in (*PROMISES, *SITTINGS, *TOLD, *LINES, *FIGURES)},
    **{f"{name}_{lang}": "texts" for name in TEXTS for lang in LANGUAGES},
    **dict.fromkeys(("agreed", "delivered", "working"), "course"),
    "row": "row", "months": "months", **dict.fromkeys(("days_to_delivered", "days_to_working"), "days_to"),
    **{f"gap_{code}": "gap" for code in GAPS},
    **{code: "code" for code in STATUSES if code not in ("delivered", "working")},
}  # fmt: skip
"""Column of a table or a chart to the word that tells its meaning."""

Rows = list[dict[str, Any]]


def promise_row(promise: Promise) -> dict[str, Any]:
    """Return a promise as a row of the data files."""
    texts = {"title": promise.title, "wording": promise.wording, "definition": promise.definition}
    spread = {f"{name}_{lang}": words.get(lang, "") for name, words in texts.items() for lang in LANGUAGES}
    agreed, delivered, working = (day or "" for day in promise.course)
    return {
        "record": promise.record, "number": promise.number, "area": promise.area, "status": promise.status,
        "due": promise.due, "slips": promise.slips, "side_states": " ".join(promise.sides),
        "restates": promise.restates or "", "agreed": agreed, "delivered": delivered, "working": working,
        "digest": promise.digest, **spread,
        "scores": " ".join(f"{each.party}:{each.by}:{each.score}" for each in promise.scores),
    }  # fmt: skip


def _by_language(name: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{lang}": words.get(lang, "") for lang in LANGUAGES}


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "record": seat.record, "number": seat.number, "day": seat.day or "", "host": seat.host or "",
        "held": "yes" if seat.held else "no", **_by_language("title", seat.title),
    }  # fmt: skip


def _told(told: Told) -> dict[str, Any]:
    facts = ";".join(f"{name}={_plain(value)}" for name, value in told.facts)
    head = {"record": told.record, "kind": told.kind, "side": told.owner, "status": told.status, "day": told.day}
    return {**head, "facts": facts, **_by_language("title", told.title)}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(each) for each in value.values())
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _line(line: Line) -> dict[str, Any]:
    head = {"record": line.record, "at": line.at, "side": line.party, "digest": line.digest}
    return {**head, **_by_language("words", line.words)}


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Released], Rows]]] = {
    "promises": (PROMISES, lambda found: [promise_row(each) for each in found.promises]),
    "sittings": (SITTINGS, lambda found: [_seat(each) for each in found.sittings]),
    "border": (TOLD, lambda found: [_told(each) for each in found.border]),
    "warnings": (TOLD, lambda found: [_told(each) for each in found.warnings]),
    "records": (TOLD, lambda found: [_told(each) for each in found.others]),
    "lines": (LINES, lambda found: [_line(each) for each in found.lines]),
    "figures": (FIGURES, lambda found: [
        {"month": each.month, "figure": each.what, "of": each.of, "number": "" if each.number is None else each.number}
        for each in found.figures
    ]),
}  # fmt: skip
"""Name of the table to its columns and how its rows are made."""


def as_csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as CSV that no spreadsheet takes for a formula."""
    out = StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def as_json(compact: str, name: str, rows: Rows) -> bytes:
    """Return rows as JSON."""
    return json.dumps({"compact": compact, name: rows}, ensure_ascii=False, indent=1).encode()


def codebook(parties: Iterable[str]) -> bytes:
    """Return what each column means, and each status of a promise, in three languages; `parties`: their codes."""
    means = {column: in_all(f"codebook.{name}") for column, name in CODEBOOK.items()}
    means |= {code: in_all("codebook.party") for code in parties}
    means |= {f"status={code}": in_all(f"status.{code}") for code in STATUSES}
    return as_csv(
        ("column", *(f"meaning_{lang}" for lang in LANGUAGES)),
        ({"column": column, **_by_language("meaning", words)} for column, words in means.items()),
    )


def cell(value: object) -> str:
    """Return a cell's text; one that a spreadsheet would run as a formula begins with an apostrophe."""
    text = str(value)
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text


def counts(found: Released) -> Counter[tuple[str, str]]:
    """Return how many promises of each area stand where."""
    return Counter((each.area, each.status) for each in found.promises)


def held_days(found: Released) -> list[date]:
    """Return the days of released sittings that were held."""
    return sorted(date.fromisoformat(seat.day) for seat in found.sittings if seat.held and seat.day)
