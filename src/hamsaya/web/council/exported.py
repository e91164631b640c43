"""The portfolio and a sitting's agenda as tables for programs: JSON and CSV, one line a duty or an item."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from hamsaya.core import cycle, undertaking
from hamsaya.node.agenda import Entered, Written
from hamsaya.node.council import Duty, Item
from hamsaya.web.table import table_csv

DUTIES = (
    "record", "number", "title_en", "title_fa", "title_ur", "area", "status", "side_states", "due", "verifiability",
    "ambition", "slips", "duty_of", "scored_by", "score", "direction", "evidence", "claimed", "gap",
)  # fmt: skip
AGENDA = ("sort", "record", "by", "reasons", "title_en", "title_fa", "title_ur", "other_titles")
FORMATS = ("csv", "json")


def asked(request: HttpRequest) -> str:
    """Return the format that is asked for, or "" for the page."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in FORMATS else ""


def answer(form: str, columns: Sequence[str], rows: Iterable[dict[str, Any]], name: str) -> HttpResponse:
    """Return rows as a file of that format."""
    if form == "json":
        return JsonResponse({name: list(rows)})
    return table_csv(columns, [[row[column] for column in columns] for row in rows], name)


def duties(found: Iterable[Item], held: Sequence[str], today: date) -> list[dict[str, Any]]:
    """Return a row for each score of each duty; a duty that nobody scored has one row without a score."""
    return [row for item in found for duty in item.duties for row in _duty(item, duty, held, today)]


def _duty(item: Item, duty: Duty, held: Sequence[str], today: date) -> list[dict[str, Any]]:
    due = undertaking.due_day(item.state)
    base = {
        "record": item.row.record, "number": item.state.number, **_titles(item.row.title), "area": item.row.area,
        "status": item.row.status, "side_states": " ".join(item.clock_sides(held, today)), "due": due,
        "verifiability": item.verifiability, "ambition": item.ambition or "", "slips": item.slips,
        "duty_of": duty.party, "gap": "" if duty.gap is None else duty.gap, "scored_by": "", "score": "",
        "direction": "", "evidence": "", "claimed": "",
    }  # fmt: skip
    given = [score for score in duty.scores if score is not None]
    return [
        {
            **base, "scored_by": each.by, "score": each.score, "direction": each.direction,
            "evidence": len(each.evidence), "claimed": each.claimed,
        }
        for each in given
    ] or [base]  # fmt: skip


def agenda(entered: Iterable[Entered], written: Iterable[Written]) -> list[dict[str, Any]]:
    """Return the agenda: standing items by code, what entered by itself with its reasons, what the sides put on."""
    empty = {"record": "", "by": "", "reasons": "", **_titles({}), "other_titles": ""}
    return [
        *({**empty, "sort": f"standing:{code}"} for code in cycle.STANDING),
        *(
            {**empty, "sort": "entered", "record": each.item.row.record, "reasons": " ".join(each.reasons)}
            | _titles(each.item.row.title)
            for each in entered
        ),
        *(
            {
                **empty, "sort": "put_on", "record": each.about or "", "by": each.by, **_titles(each.title),
                "other_titles": " | ".join(f"{by}: {' / '.join(title.values())}" for by, title in each.other_titles),
            }
            for each in written
        ),
    ]  # fmt: skip


def _titles(title: dict[str, str]) -> dict[str, str]:
    return {f"title_{lang}": title.get(lang, "") for lang in ("en", "fa", "ur")}
