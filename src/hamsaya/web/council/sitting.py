"""The sittings: the list with gaps and turns, and the page of one from its call to its approval."""

from collections import Counter
from datetime import UTC, date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core import cycle, meeting, proceeding, scoring
from hamsaya.core.compact import Party
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.node import agenda, council, ledger, queries
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.records.commitment import Enter
from hamsaya.records.sitting import REASONS, Present
from hamsaya.web import form as forms
from hamsaya.web.council import exported, minutes, standing
from hamsaya.web.council.became import handed_over
from hamsaya.web.council.drawing import heads
from hamsaya.web.council.portfolio import row_of
from hamsaya.web.page import reader_for, refusal, show
from hamsaya.web.record.sign import sign
from hamsaya.web.record.views import possible_acts

ASKED = ("next_day", "next_host", "reason")
"""What the form asks that puts the minutes before the chairs."""


def listing(request: HttpRequest, compact: str) -> HttpResponse:
    """Show all sittings, whose turn it is to be host, and whether the next one is overdue."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    rows = [_line(row, state) for row, state in council.sittings(viewer, compact)]
    access_log.note_access(viewer, access_log.VIEW, "sittings", {each["row"].audience for each in rows})
    return show(
        request, "council/sittings", reader=reader, rows=rows, tab="sittings",
        turn=reader.party_name(council.turn(viewer, compact)), host=council.turn(viewer, compact),
        last=_last_held(rows), number=_next_number(rows),
        notices=council.overdue_notices(viewer, compact, now.astimezone(UTC).date()), signed=_signed(_last_held(rows)),
    )  # fmt: skip


def _last_held(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    held = [each for each in rows if each["state"].held and council.is_own(each["state"])]
    return held[-1] if held else None


def _signed(last: dict[str, Any] | None) -> Counter[str]:
    """Return by party how many notices it signed that the sitting after the last is overdue."""
    return Counter(party for each in last["state"].reminders.values() for party in each) if last else Counter()


def _next_number(rows: list[dict[str, Any]]) -> str:
    """Return the number after the last: "HCM-04" after "HCM-03"; empty where the last is not numbered so."""
    named = [each["state"].number for each in rows if council.is_own(each["state"])]
    name, mark, digits = (named[-1] if named else "HCM-00").rpartition("-")
    return f"{name}{mark}{int(digits) + 1:0{len(digits)}d}" if mark and digits.isascii() and digits.isdigit() else ""


def _line(row: Any, state: Any) -> dict[str, Any]:
    return {
        "row": row, "state": state, "slug": row.record.partition("/")[2], "day": meeting.day_of(state),
        "host": meeting.host_of(state),
    }  # fmt: skip


def page(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show one sitting."""
    viewer, reader = viewer_for(request), reader_for(request)
    found = found_sitting(viewer, compact, f"{party}/{slug}")
    access_log.note_access(viewer, access_log.VIEW, found.row.record, [found.row.audience])
    if form := exported.asked(request):
        access_log.note_access(viewer, access_log.EXPORT, f"agenda.{form} {found.row.record}", [found.row.audience])
        today = timezone.now().astimezone(reader.party.tz).date()
        held = council.held_days(council.sittings(viewer, compact))
        entered = agenda.entered(council.items(viewer, compact), today, held)
        return exported.answer(form, exported.AGENDA, exported.agenda(entered, agenda.written(found.state)), "agenda")
    return _draw(request, viewer, reader, found)


def _draw(request: HttpRequest, viewer: Any, reader: Reader, found: Any, refused: str = "") -> HttpResponse:
    """Draw the page; `refused`: why the minutes were not put before the chairs, with what was typed still there."""
    now, state, compact = timezone.now(), found.state, viewer.compact
    today = now.astimezone(reader.party.tz).date()
    freeze, sittings = _freeze(state), council.sittings(viewer, compact)
    commitments, record = council.items(viewer, compact), found.row.record
    acts = possible_acts(viewer, found, reader)
    return show(
        request, "council/sitting", status=400 if refused else 200, reader=reader, row=found.row,
        slug=record.partition("/")[2], state=state, tab="sittings", acts=acts, may={act["name"] for act in acts},
        refused=refused, typed={name: request.POST.get(f"f.{name}", "") for name in ASKED}, reasons=_reasons(reader),
        day_like=forms.show_day(today, reader),
        mine={name: _digests(state, name, reader) for name in ("drop-item", "object-item", "reserve")},
        may_present=viewer.has_role(*Present.roles) and not meeting.minutes_of(state),
        may_enter=viewer.has_role(*Enter.roles), host=meeting.host_of(state), day=meeting.day_of(state),
        turn=council.turn(viewer, compact, record) if council.is_own(state) else "",
        steps=_steps(state, today), round=agenda.round_of(commitments, record), minutes=minutes.told(state, reader),
        always=[reader.word(f"council.standing_{code}") for code in cycle.STANDING],
        entered=_entered(agenda.entered(commitments, today, council.held_days(sittings)), reader),
        written=agenda.written(state),
        open_items=[] if meeting.minutes_of(state) else minutes.standing_now(state, reader),
        odd=[*odd(state, reader), *handed_over(state, meeting.presented(state), viewer, reader)],
        silent=meeting.silent(state, [each.code for each in reader.compact.parties], now.astimezone(UTC).date()),
        silence_approves=reader.compact.silence_approves and meeting.silence_may_approve(state),
        offers=standing.offers(state, reader.party.code), changes=standing.changes(state, reader),
        copies=standing.copies(state, reader, today), parts=standing.parts(sittings, record),
        whole=_titles(viewer, compact, state), matrix=_matrix(viewer, compact, record, freeze, reader, today),
        heads=heads(reader), late_scores=_late(commitments, record, freeze),
        freeze=freeze, holds={code: meeting.report_holds(state, code) for code in state.reports},
    )  # fmt: skip


def _digests(state: Any, act: str, reader: Reader) -> set[str]:
    """Return the digests that an act of ours may name now."""
    (found,) = proceeding.named(state, act, reader.party.code).values()
    return set(found)


def _reasons(reader: Reader) -> list[tuple[str, str]]:
    return [(code, reader.word(f"reason_{code}")) for code in REASONS]


def found_sitting(viewer: Any, compact: str, record: str) -> Any:
    try:
        found = queries.record(viewer, compact, record)
    except Refused as refused:
        raise Http404 from refused
    if found.row.name != "sitting" or found.state is None:
        raise Http404
    return found


def _steps(state: Any, today: date) -> list[tuple[str, date, bool]]:
    day = meeting.day_of(state)
    if day is None:
        return []
    return [(code, at, at <= today) for code, at in cycle.steps(date.fromisoformat(day)).items()]


def _matrix(viewer: Any, compact: str, record: str, freeze: str, reader: Reader, today: date) -> list[dict[str, Any]]:
    """Return the commitments scored for the sitting, as they counted when the comment round ended."""
    if not freeze:
        return []
    scored = council.items(viewer, compact, record, freeze)
    return [row_of(item, reader, today) for item in scored if any(any(duty.scores) for duty in item.duties)]


def _late(found: Any, record: str, freeze: str) -> list[tuple[Any, Any, bool]]:
    """Return what was scored for the sitting after the freeze: commitment, score, whether it reopens."""
    if not freeze:
        return []
    late = [(item, each) for item in found for each in scoring.after_freeze(item.state, record, freeze)]
    again = [(item, each) for item in found for each in scoring.reopened(item.state, record, freeze)]
    return [*((item, each, False) for item, each in late), *((item, each, True) for item, each in again)]


def _titles(viewer: Any, compact: str, state: Any) -> list[Any]:
    """Return the rows of the commission that sits and of the sitting that this one is part of."""
    return [row for row in (row_or_none(viewer, compact, each) for each in (state.commission, state.part_of)) if row]


def row_or_none(viewer: Any, compact: str, record: str | None) -> Any:
    """Return a record's row, or None for no record or one not to be seen."""
    try:
        return queries.record(viewer, compact, record).row if record else None
    except Refused:
        return None


def _freeze(state: Any) -> str:
    opened = meeting.both_open(state)
    return scoring.freeze_day(opened) if opened else ""


def _entered(found: Any, reader: Reader) -> list[tuple[Any, str]]:
    return [
        (each.item, reader.listed([reader.word(f"council.because_{code}") for code in each.reasons])) for each in found
    ]


def odd(state: Any, reader: Reader) -> list[str]:
    """Return what is odd about the sitting, in words."""
    names: dict[str, Party] = {party.code: party for party in reader.compact.parties}
    said = []
    for code, value in meeting.oddities(state):
        about = reader.name(names[value].name) if value in names else value[:12]
        said.append(reader.word(f"council.odd_{code}", about=about))
    return list(dict.fromkeys(said))


@require_POST
def present(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Put the minutes as they stand before the chairs: all standing items with their reservations, and the next day."""
    viewer, reader = viewer_for(request), reader_for(request)
    found = found_sitting(viewer, compact, f"{party}/{slug}")
    draft = forms.read_form(Present, request.POST, reader)
    body = {
        **draft.body,
        "items": meeting.standing_items(found.state),
        "reservations": meeting.reservations(found.state),
        "authentic": draft.body.get("authentic", "all_equal"),
    }
    made = ledger.Draft(found.kind.wire, Present.name(), found.row.record, body)
    try:
        if fault := next((fault for name, fault in draft.faults.items() if name in ASKED), None):
            raise fault
        sign(viewer, made, Present, timezone.now())
    except Refused as refused:
        return _draw(request, viewer, reader, found, refusal(refused, reader))
    return HttpResponseRedirect(reverse("web:sitting", args=[compact, party, slug]))
