"""The pages of handling: withdrawing a record, what is kept and for how long, and the oversight officer's month."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import AUDIENCES
from hamsaya.core.retention import after
from hamsaya.core.text import LANGUAGES
from hamsaya.node import condition, correction, oversight, queries, retain, withdraw
from hamsaya.node.models import Record
from hamsaya.people import access_log
from hamsaya.people.gate import officer_of, viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.records.withdrawal import REASONS
from hamsaya.web.handling.marks import differing
from hamsaya.web.page import reader_for, refusal, show
from hamsaya.web.paging import sheet

MOST = 100


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show withdrawals and their answers, what retention did and what is due, and marks to look at again."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    found = queries.states_of(viewer, compact, "withdrawal")
    keep = reader.compact.keep
    rules = [
        (rule, keep.months(rule), reader.word(f"handling.rule_{rule}"))
        for rule in (*retain.RULES, "access", "overrides")
    ]
    last = retain.last_run(compact)
    due = retain.due(compact, now)
    return show(
        request, "handling/page", reader=reader, last=last,
        withdrawals=[_withdrawal(row, state, reader) for row, state in found[: -MOST - 1 : -1]],
        more_withdrawals=len(found[:-MOST]), marks=differing(viewer, compact, reader),
        rules=[(name, months, len(due.get(rule, ())), (last.counts.get(rule, 0) if last else None))
               for rule, months, name in rules],
        sheet=sheet(request, review_due(viewer, compact, now, keep.review)), review_months=keep.review,
    )  # fmt: skip


def _withdrawal(row: Record, state: Any, reader: Any) -> dict[str, Any]:
    return {
        "row": row, "state": state, "reason": reader.word(f"withdrawal_{state.reason}"),
        "ground": reader.word(f"withdrawal_ground_{state.ground}") if state.ground else "",
    }  # fmt: skip


def review_due(viewer: Viewer, compact: str, now: datetime, months: int) -> list[tuple[Record, date]]:
    """Return our own records with a mark other than OPEN whose day of review has come, the oldest first."""
    ours = queries.compact_of(viewer, compact)[0].party
    closed = [row for row in queries.every(viewer, compact, owner=ours) if row.audience != AUDIENCES[0]]
    days = [(row, after(datetime.fromisoformat(row.opened), months)) for row in closed]
    return sorted(((row, day.date()) for row, day in days if day <= now), key=lambda each: (each[1], each[0].record))


def withdraw_record(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Ask once more, with the reason; then sign the withdrawal and destroy the content here."""
    viewer, reader, record = viewer_for(request), reader_for(request), f"{party}/{slug}"
    try:
        found = queries.record(viewer, compact, record)
    except Refused as refused:
        raise Http404 from refused
    why, two = "", condition.takes_two(found.row)
    if request.method == "POST":
        try:
            return _ask_second(request, viewer, record) if two else _withdraw(request, viewer, record)
        except Refused as refused:
            why = refusal(refused, reader)
    reasons = [(code, reader.word(f"withdrawal_{code}")) for code in REASONS]
    return show(
        request, "handling/withdraw", 400 if why else 200, reader=reader, record=found.row, slug=slug, reasons=reasons,
        refused=why, across=reader.party_name(reader.compact.other(party).code), two=two,
        words=request.POST.get("second_reason", "")[:1000],
    )  # fmt: skip


def _withdraw(request: HttpRequest, viewer: Viewer, record: str) -> HttpResponse:
    written = withdraw.withdraw(viewer, record, request.POST.get("reason", ""), timezone.now())
    messages.success(request, reader_for(request).word("handling.withdrawn"))
    return HttpResponseRedirect(reverse("web:record", args=[viewer.compact, *written.record.split("/")]))


def _ask_second(request: HttpRequest, viewer: Viewer, record: str) -> HttpResponse:
    officer, typed = officer_of(request), request.POST
    if officer is None:  # pragma: no cover -- the gate lets nobody else in
        raise Http404
    reason, words = typed.get("reason", ""), typed.get("second_reason", "")
    withdraw.ask(viewer, officer, record, reason, words, timezone.now())
    messages.info(request, reader_for(request).word("web.asked_second"))
    return HttpResponseRedirect(reverse("web:record", args=[viewer.compact, *record.split("/")]))


def oversee(request: HttpRequest, compact: str) -> HttpResponse:
    """Show a month's sample of readings, every override, and the requests for correction that wait."""
    viewer, reader = viewer_for(request), reader_for(request)
    if not viewer.has_role("oversight", "head"):
        raise Http404
    year, number = _month(request.GET.get("month", ""))
    found = oversight.month(viewer, compact, year, number) if viewer.has_role("oversight") else None
    if request.GET.get("format") == "json":
        if found is None:
            raise Http404
        return JsonResponse(oversight.numbers(viewer, found))
    access_log.note_access(viewer, access_log.VIEW, f"oversight {year}-{number:02}", {"DESK"})
    return _draw(request, viewer, reader, found)


def _draw(
    request: HttpRequest, viewer: Viewer, reader: Any, found: oversight.Month | None, refused: str = ""
) -> HttpResponse:
    now = timezone.now()
    waiting = [(each, each.received + correction.ANSWER_WITHIN) for each in correction.waiting(viewer, viewer.compact)]
    return show(
        request, "handling/oversight", 400 if refused else 200, reader=reader, month=found, refused=refused,
        numbers=oversight.numbers(viewer, found) if found else {},
        waiting=[(each, due, due < now) for each, due in waiting],
        sheet=sheet(request, correction.answered(viewer, viewer.compact)),
        outcomes=[(code, reader.word(f"public.correction_{code}")) for code in ("changed", "kept", "not_ours")],
        words=[(lang, request.POST.get(f"words.{lang}", "")) for lang in LANGUAGES],
    )  # fmt: skip


def _month(text: str) -> tuple[int, int]:
    """Return the year and month that were asked for, or this month in UTC."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = timezone.now().date()
    return found.year, found.month


@require_POST
def answer(request: HttpRequest, compact: str, id: int) -> HttpResponse:  # noqa: A002 -- the address's name
    """Answer a request for correction."""
    viewer, reader, typed = viewer_for(request), reader_for(request), request.POST
    words = {lang: typed.get(f"words.{lang}", "") for lang in LANGUAGES}
    try:
        correction.answer(viewer, id, typed.get("outcome", ""), words, timezone.now())
    except Refused as refused:
        if not viewer.has_role(*correction.ANSWERS):
            raise Http404 from refused
        now = timezone.now()
        found = oversight.month(viewer, compact, now.year, now.month) if viewer.has_role("oversight") else None
        return _draw(request, viewer, reader, found, refusal(refused, reader))
    messages.success(request, reader.word("handling.answered_now"))
    return HttpResponseRedirect(reverse("web:oversight", args=[compact]))
