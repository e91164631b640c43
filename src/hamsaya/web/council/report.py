"""The page of our side's report for a sitting: both sides' duties scored in one form, kept, sealed, opened."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.core.scoring import DIRECTIONS, SCORES
from hamsaya.node import council, report
from hamsaya.node.council import Item
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.council.sitting import found_sitting
from hamsaya.web.page import reader_for, refusal, show

ENDED = frozenset({"closed"})
LONGEST = 300
MOST_LINES = 10


def page(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show the report as kept, or do what was asked with it."""
    viewer, reader = viewer_for(request), reader_for(request)
    if not viewer.has_role("desk", "head"):
        raise Http404
    found = found_sitting(viewer, compact, f"{party}/{slug}")
    items = [item for item in council.items(viewer, compact) if item.row.status not in ENDED]
    items.sort(key=lambda item: item.row.status in ("reported", "proposed"))
    access_log.note_access(viewer, access_log.VIEW, f"report {found.row.record}", {each.row.audience for each in items})
    refused, status = "", 200
    if request.method == "POST":
        try:
            _do(request, viewer, found.row.record, items, timezone.now())
            return HttpResponseRedirect(reverse("web:report", args=[compact, party, slug]))
        except Refused as error:
            refused, status = refusal(error, reader), 400
    ours, kept = reader.party.code, report.read(viewer, found.row.record)
    opened = found.state.reports.get(ours, {}).get("scores")
    given = opened or (_typed(request, items) if refused else kept)
    return show(
        request, "council/report", status=status, reader=reader, row=found.row, slug=slug, state=found.state,
        tab="sittings", refused=refused, rows=_rows(items, given, reader), is_kept=bool(kept),
        sealed=ours in found.state.seals, opened=ours in found.state.reports, both=len(found.state.seals) == 2,
    )  # fmt: skip


def _do(request: HttpRequest, viewer: Viewer, sitting: str, items: Sequence[Item], now: datetime) -> None:
    steps: dict[str, Callable[[], None]] = {
        "seal": lambda: report.seal(viewer, sitting, now),
        "open": lambda: report.open_up(viewer, sitting, now),
    }
    step = request.POST.get("do", "")
    if step != "open":
        report.keep(viewer, sitting, _typed(request, items), [item.row.record for item in items])
    if step in steps:
        steps[step]()


def _typed(request: HttpRequest, items: Sequence[Item]) -> list[report.Score]:
    """Return the rows of the form that give a score."""
    found = []
    for item in items:
        for duty in item.duties:
            name = f"{item.row.record}.{duty.party}"
            if score := request.POST.get(f"{name}.score", ""):
                lines = [line.strip()[:LONGEST] for line in request.POST.get(f"{name}.evidence", "").splitlines()]
                made: report.Score = {
                    "commitment": item.row.record, "party": duty.party, "score": score,
                    "direction": request.POST.get(f"{name}.direction") or DIRECTIONS[1],
                }  # fmt: skip
                evidence = [line for line in lines if line][:MOST_LINES]
                found.append({**made, "evidence": evidence} if evidence else made)
    return found


def _rows(items: Sequence[Item], given: Sequence[report.Score], reader: Reader) -> list[dict[str, Any]]:
    by = {(each["commitment"], each["party"]): each for each in given}
    return [
        {
            "item": item,
            "duties": [_duty(item, each, by.get((item.row.record, each.party), {}), reader) for each in item.duties],
        }
        for item in items
    ]


def _duty(item: Item, duty: council.Duty, given: report.Score, reader: Reader) -> dict[str, Any]:
    last, way = duty.scores[0], given.get("direction", DIRECTIONS[1])
    return {
        "party": duty.party, "name": f"{item.row.record}.{duty.party}", "given": given,
        "evidence": "\n".join(given.get("evidence", ())), "last": reader.word(f"score_{last.score}") if last else "",
        "scores": [(code, reader.word(f"score_{code}"), code == given.get("score")) for code in SCORES],
        "directions": [(code, reader.word(f"direction_{code}"), code == way) for code in DIRECTIONS],
    }  # fmt: skip
