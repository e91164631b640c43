"""The status round before a sitting: what this side answers on every open commitment, in one form."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.core.undertaking import ANSWERS, latest_answers
from hamsaya.node import agenda, council, ledger
from hamsaya.node.council import Item
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.council.sitting import found_sitting
from hamsaya.web.form import read_day
from hamsaya.web.page import reader_for, refusal, show

LONGEST = 600


def page(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show the round with both sides' answers, or sign all of ours that are new: all of them, or none."""
    viewer, reader = viewer_for(request), reader_for(request)
    if not viewer.has_role("desk", "head"):
        raise Http404
    found = found_sitting(viewer, compact, f"{party}/{slug}")
    items = [item for item, _ in agenda.round_of(council.items(viewer, compact), found.row.record)]
    access_log.note_access(viewer, access_log.VIEW, f"round {found.row.record}", {each.row.audience for each in items})
    refused = ""
    if request.method == "POST":
        try:
            drafts = _drafts(request, items, found.row.record, reader)
            if drafts:
                ledger.append(compact, drafts, post=viewer.post, now=timezone.now())
            return HttpResponseRedirect(reverse("web:sitting", args=[compact, party, slug]))
        except Refused as error:
            refused = refusal(error, reader)
    rows = [_row(request, item, found.row.record, reader) for item in items]
    return show(
        request, "council/round", status=400 if refused else 200, reader=reader, row=found.row, slug=slug,
        state=found.state, tab="sittings", refused=refused, rows=rows,
    )  # fmt: skip


def _drafts(request: HttpRequest, items: Sequence[Item], sitting: str, reader: Reader) -> list[ledger.Draft]:
    """Return an answer for each row that says something else than what stands."""
    drafts = []
    for item in items:
        typed = _typed(request, item)
        if not typed["answer"]:
            continue
        body: dict[str, Any] = {"answer": typed["answer"], "sitting": sitting}
        if typed["until"]:
            body["until"] = _day(typed["until"])
        if typed["words"]:
            body["words"] = {reader.lang: typed["words"]}
        stands = latest_answers(item.state, sitting).get(reader.party.code, {})
        if {name: stands.get(name) for name in body} != body:
            drafts.append(ledger.Draft("commitment", "answer", item.row.record, body))
    return drafts


def _day(text: str) -> str:
    try:
        return read_day(text)
    except ValueError:
        raise Refused("field.day", field="until") from None


def _typed(request: HttpRequest, item: Item) -> dict[str, str]:
    return {
        name: request.POST.get(f"{item.row.record}.{name}", "").strip()[:LONGEST]
        for name in ("answer", "until", "words")
    }


def _row(request: HttpRequest, item: Item, sitting: str, reader: Reader) -> dict[str, Any]:
    given = latest_answers(item.state, sitting)
    ours = given.get(reader.party.code, {})
    typed = _typed(request, item) if request.method == "POST" else {
        "answer": ours.get("answer", ""), "until": ours.get("until", ""), "words": reader.name(ours.get("words") or {}),
    }  # fmt: skip
    choices = [(code, reader.word(f"item_{code}"), code == typed["answer"]) for code in ANSWERS]
    return {"item": item, "typed": typed, "choices": choices, "given": given, "name": item.row.record}
