"""The portfolio: every commitment with two scores and the gap, area by status, and how far the two sides agree."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.core.reader import Reader
from hamsaya.core.undertaking import STATUSES
from hamsaya.node import council
from hamsaya.node.council import Item
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.council import exported
from hamsaya.web.council.became import side_words
from hamsaya.web.council.drawing import heads, rail
from hamsaya.web.page import reader_for, show

PAGE = 100
ADOPTED = frozenset(STATUSES) - {"reported", "proposed"}


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the portfolio: by number, or by what is overdue, disputed or slipping; never as a ranking of states."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    today = now.astimezone(reader.party.tz).date()
    found = council.items(viewer, compact)
    access_log.note_access(viewer, access_log.VIEW, "council", {item.row.audience for item in found})
    order = request.GET.get("sort", "")
    area, status = request.GET.get("area", ""), request.GET.get("status", "")
    chosen = [item for item in found if area in ("", item.row.area) and status in ("", item.row.status)]
    shown = sorted(chosen, key=ORDERS[order](today)) if order in ORDERS else chosen
    held = council.held_days(council.sittings(viewer, compact))
    if form := exported.asked(request):
        access_log.note_access(viewer, access_log.EXPORT, f"council.{form}", {item.row.audience for item in shown})
        return exported.answer(form, exported.DUTIES, exported.duties(shown, held, today), "portfolio")
    first = _start(request.GET.get("from", ""))
    return show(
        request, "council/portfolio", reader=reader, figures=_figures(found, reader), heads=heads(reader),
        groups=_groups(shown[first : first + PAGE], reader, today, held, by_area=order not in ORDERS), order=order,
        orders=[(code, reader.word(f"council.sort_{code}")) for code in ORDERS], table=area_by_status(found, reader),
        more=first + PAGE if len(shown) > first + PAGE else 0, area=area, stood=status, tab="portfolio",
    )  # fmt: skip


Key = Callable[[Item], Any]
ORDERS: dict[str, Callable[[date], Key]] = {
    "overdue": lambda today: lambda item: (not item.is_overdue(today), item.row.due or "9999", item.state.number),
    "gap": lambda _today: lambda item: (-item.gap, not item.state.disputes, item.state.number),
    "slips": lambda _today: lambda item: (-item.slips, item.state.number),
}


def _start(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _figures(found: Sequence[Item], reader: Reader) -> list[tuple[str, str, str]]:
    """Return (label, figure, remark) of the finding a portfolio starts with."""
    checkable = [item.state.number for item in found if item.verifiability == 3]
    both = council.agreement(found)
    named = " ".join(checkable) if len(checkable) <= 5 else ""
    adopted = sum(1 for item in found if item.row.status in ADOPTED)
    number = reader.digits
    return [
        (reader.word("council.known"), number(len(found)), ""),
        (reader.word("council.checkable"), number(len(checkable)), named),
        (reader.word("council.adopted"), number(adopted), ""),
        (reader.word("council.scored_both"), number(both.n), ""),
        (reader.word("council.agreement"), *_accord(both, reader)),
    ]


def _accord(both: Any, reader: Reader) -> tuple[str, str]:
    if both.too_few:
        return reader.word("too_few"), reader.word("council.items", count=reader.digits(both.n))
    if both.kappa is None:
        return reader.word("council.all_same"), reader.word("council.items", count=reader.digits(both.n))
    kappa, low, high = (reader.digits(f"{each:.2f}") for each in (both.kappa, both.low, both.high))
    return f"κ {kappa}", reader.word("council.interval", low=low, high=high, count=reader.digits(both.n))


def _groups(
    found: Sequence[Item], reader: Reader, today: date, held: Sequence[str], *, by_area: bool
) -> list[dict[str, Any]]:
    if not by_area:
        return [{"name": "", "rows": [row_of(item, reader, today, held) for item in found]}]
    areas = [area.id for area in reader.compact.areas]
    names = {area.id: reader.name(area.name) for area in reader.compact.areas}
    groups = []
    for area in [*areas, *sorted({item.row.area for item in found} - set(areas))]:
        rows = [row_of(item, reader, today, held) for item in found if item.row.area == area]
        if rows:
            groups.append({"name": names.get(area, area), "id": area, "rows": rows})
    return groups


def row_of(item: Item, reader: Reader, today: date, held: Sequence[str] = ()) -> dict[str, Any]:
    """Return what a line of the portfolio shows of a commitment; `held`: the days of the sittings held."""
    having, of = item.evidence
    return {
        "item": item, "slug": item.row.record.partition("/")[2], "rails": [rail(duty, reader) for duty in item.duties],
        "evidence": reader.word("council.of", count=reader.digits(having), of=reader.digits(of)) if of else "",
        "filled": range(item.verifiability), "empty": range(3 - item.verifiability),
        "late": item.is_overdue(today), "sides": side_words(item, held, today, reader),
    }  # fmt: skip


def area_by_status(found: Sequence[Item], reader: Reader) -> dict[str, Any]:
    """Return the table of areas by status with counts; columns that nobody stands in are left out."""
    counts = Counter((item.row.area, item.row.status) for item in found)
    columns = [status for status in STATUSES if any(key[1] == status for key in counts)]
    rows = [
        {"id": area.id, "name": reader.name(area.name), "cells": [(code, counts[area.id, code]) for code in columns]}
        for area in reader.compact.areas
        if any(key[0] == area.id for key in counts)
    ]
    return {"columns": columns, "rows": rows}
