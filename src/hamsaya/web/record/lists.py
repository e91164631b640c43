"""Lists of records: by section and kind, with search and facets, as a page, as CSV and as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from hamsaya.core.exercise import NAME
from hamsaya.core.kinds import Kind, all_kinds, kind_named
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label
from hamsaya.core.text import plural
from hamsaya.node import queries
from hamsaya.node.figures import CLAIM
from hamsaya.node.late import LETTERS, SILENCE
from hamsaya.node.models import Record
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import SECTIONS, reader_for, show
from hamsaya.web.table import FORMATS, table_csv

COLUMNS = (
    "record", "owner", "name", "title_en", "title_fa", "title_ur", "status", "due", "happened", "place", "area",
    "urgency", "audience", "use", "opened", "changed", "acts",
)  # fmt: skip
MOST_CHECKED = 500
LEADS = {
    "border": "crossing", "council": "commitment", "reports": "report", "directory": "desk",
}  # fmt: skip
"""The kind that a section shows first; the desk's shows all its letters."""
ALL = ""
NEEDS = (queries.US, queries.THEM)
EXERCISES = "exercise"
HAPPEN = ("visit", "event", "sitting")
"""Kinds that are known by their day and owe nothing by another."""
FIRST = ("incident",)


def section(request: HttpRequest, compact: str, section: str) -> HttpResponse:
    """List what a section shows first, or the kind that was chosen."""
    kinds = [kind for kind in all_kinds() if kind.section == section]
    if section not in SECTIONS or not kinds:
        raise Http404
    chosen = request.GET.get("kind") or LEADS.get(section, ALL)
    if chosen not in {ALL, *(kind.name for kind in kinds)}:
        raise Http404
    return _list(request, chosen, kinds)


def listing(request: HttpRequest, compact: str, kind: str) -> HttpResponse:
    """List the records of one kind."""
    found = kind_named(kind)
    if found is None:
        raise Http404
    return _list(request, kind, [each for each in all_kinds() if each.section == found.section])


def _list(request: HttpRequest, name: str, kinds: list[Kind[Any]]) -> HttpResponse:
    viewer, reader, asked = viewer_for(request), reader_for(request), request.GET
    wants = {key: asked.get(key, "")[:200] for key in ("q", "status", "owner", "area", "needs")}
    filters: dict[str, Any] = {key: wants[key] or None for key in ("status", "owner", "area")}
    needs = wants["needs"] if wants["needs"] in NEEDS else None
    filters |= {"kind": _names(name, kinds, needs), "text": wants["q"] or None, "needs": needs}
    exercise, order = _exercise(kinds[0], asked.get("exercise", "")), _order(name, wants["q"])
    called = name or kinds[0].section
    if (form := asked.get("format")) in FORMATS:
        return _as_file(viewer, called, form, list(queries.every(viewer, viewer.compact, order, exercise, **filters)))
    page = queries.records(
        viewer, viewer.compact, order=order, page=_page_number(asked.get("page", "1")), exercise=exercise, **filters
    )
    audiences = {row.audience for row in page.rows}
    event, target = (access_log.SEARCH, wants["q"]) if wants["q"] else (access_log.VIEW, called)
    access_log.note_access(viewer, event, target, audiences)
    return _draw(request, viewer, reader, name, kinds, page, wants)


def _names(name: str, kinds: list[Kind[Any]], needs: str | None) -> str | list[str] | None:
    """Return the kinds that are listed: the one chosen, all of the section, or all there are that wait for a side."""
    if name:
        return name
    return None if needs else [kind.name for kind in kinds]


def _as_file(viewer: Viewer, kind: str, form: str, rows: Sequence[Record]) -> HttpResponse:
    """Return all records of a list, however many, as CSV or JSON."""
    access_log.note_access(viewer, access_log.EXPORT, f"{kind}.{form}", {row.audience for row in rows})
    if form == "csv":
        return as_csv(rows, kind)
    return JsonResponse({"records": [as_row(row) for row in rows], "total": len(rows)})


def _exercise(kind: Kind[Any], asked: str) -> str:
    """Return which exercise's records are listed: all exercises themselves, those of the one asked for, or none."""
    if kind.section == EXERCISES:
        return queries.ANY
    return asked if NAME.fullmatch(asked) else ""


def _order(kind: str, text: str) -> str:
    """Undertakings stand by their numbers, letters and the rest by their last act."""
    return "number" if kind == "commitment" and not text else "changed"


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _draw(
    request: HttpRequest,
    viewer: Viewer,
    reader: Reader,
    name: str,
    kinds: list[Kind[Any]],
    page: Any,
    wants: dict[str, str],
) -> HttpResponse:
    of = [kind for kind in kinds if name in {ALL, kind.name}]
    query = request.GET.copy()
    for key in ("page", "format"):
        query.pop(key, None)
    query["kind"] = name
    return show(
        request,
        "list",
        reader=reader,
        heading=_heading(name, kinds[0].section, reader),
        page=page,
        most_counted=queries.COUNT_TO,
        query=query.urlencode(),
        kind=name,
        kinds=[(each.name, _heading(each.name, each.section, reader)) for each in kinds],
        leads=LEADS.get(kinds[0].section, ALL),
        statuses=_statuses(of, reader),
        status_chosen=wants["status"],
        openers=openers(viewer, sorted(of, key=usual), reader),
        checkable=_checkable(viewer, reader) if name == "commitment" and page.total <= MOST_CHECKED else "",
        q=wants["q"],
        filtered=any(wants.values()),
        owner=wants["owner"],
        area=wants["area"],
        section=kinds[0].section,
        is_letter=kinds[0].section == LETTERS or name == CLAIM,
        happens=name in HAPPEN,
    )


def _heading(name: str, section: str, reader: Reader) -> str:
    return plural(f"kind.{name}".replace("-", "_"), reader.lang) if name else reader.word(f"web.section_{section}")


def _statuses(kinds: list[Kind[Any]], reader: Reader) -> list[tuple[str, str]]:
    codes = dict.fromkeys(code for kind in kinds for code in kind.statuses)
    return [(code, reader.word(f"status.{code}".replace("-", "_"))) for code in codes]


def usual(kind: Kind[Any]) -> bool:
    """Sort what an officer writes most before the rest."""
    return kind.name not in FIRST


def openers(viewer: Viewer, kinds: Iterable[Kind[Any]], reader: Reader) -> list[dict[str, str]]:
    """Return the acts of kinds that open a record and that this post may make; silence is signed from its letter."""
    return [
        {
            "url": reverse("web:new", args=[viewer.compact, kind.name, act.name()]),
            "label": act_label(kind, act.name(), reader),
        }
        for kind in kinds
        for act in kind.acts
        if act.opens and not act.hidden and kind.name != SILENCE and viewer.has_role(*act.roles)
    ]


def _checkable(viewer: Viewer, reader: Reader) -> str:
    """Return the finding the council starts with: how many items can be checked as they are worded."""
    states = queries.states(viewer, viewer.compact, "commitment")
    count = sum(1 for state in states if state.verifiability == 3)
    return reader.word("web.checkable", total=reader.digits(len(states)), count=reader.digits(count)) if states else ""


def as_row(row: Record) -> dict[str, Any]:
    """Return a record's columns as plain values."""
    return {column: getattr(row, column) for column in COLUMNS}


def as_csv(rows: Iterable[Record], name: str) -> HttpResponse:
    """Return records as a CSV file."""
    return table_csv(COLUMNS, ([getattr(row, column) for column in COLUMNS] for row in rows), name)
