"""The claims desk: claims by rank with its measures, and taking a rumour in beside what is already known."""

import re
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_STATED, format_instant
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES
from hamsaya.intake import rumour
from hamsaya.node import ledger, queries, screen
from hamsaya.node.access import check_role
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.records import claim
from hamsaya.web import form
from hamsaya.web.claims.exported import FORMS
from hamsaya.web.claims.figures import figures, minutes_to_line
from hamsaya.web.page import reader_for, refusal, show

ANSWER_WITHIN = timedelta(minutes=60)
RECORD = re.compile(r"[A-Z][A-Z0-9]{1,7}/[a-z0-9][a-z0-9-]{0,62}")


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """List the claims by rank, and take a new one in."""
    viewer, reader = viewer_for(request), reader_for(request)
    if request.method == "POST":
        return _take_in(request, viewer, reader)
    found = ranked(viewer)
    wanted = request.GET.get("format", "")
    event = access_log.EXPORT if wanted else access_log.VIEW
    access_log.note_access(viewer, event, f"claims.{wanted}".rstrip("."), {row.audience for row, _ in found})
    if wanted in FORMS:
        return FORMS[wanted](found, reader)
    return _draw(request, viewer, reader, {})


def ranked(viewer: Viewer) -> list[tuple[Any, claim.Claim]]:
    """Return visible claims with their states: danger first, then the other's forces; what waits before the rest."""
    found = queries.states_of(viewer, viewer.compact, "claim")
    last_first = sorted(found, key=lambda each: each[0].changed, reverse=True)
    return sorted(last_first, key=lambda each: (claim.DANGERS.index(each[1].danger), each[0].status in DONE))


DONE = ("agreed", "released")


def _take_in(request: HttpRequest, viewer: Viewer, reader: Reader) -> HttpResponse:
    """Show what is known beside a pasted text, or sign what was made of it."""
    typed = {name: str(value).strip() for name, value in request.POST.items()}
    try:
        check_role(viewer, claim.Enter)
        if "enter" not in request.POST:
            screen.check_text(typed.get("words", ""), "words")
            return _draw(request, viewer, reader, typed, known=_look(viewer, reader, typed))
        record = _sign(request, viewer, reader, typed)
    except Refused as refused:
        return _again(request, viewer, reader, typed, refused)
    return HttpResponseRedirect(reverse("web:claim", args=[viewer.compact, *record.split("/")]))


def _again(
    request: HttpRequest, viewer: Viewer, reader: Reader, typed: dict[str, str], refused: Refused
) -> HttpResponse:
    """Show the page again with what was typed and why it was refused."""
    known = _look(viewer, reader, typed) if typed.get("parts") else None
    why = refusal(refused, reader)
    return _draw(request, viewer, reader, typed, 400, known=known, refused=why)


def _day(typed: dict[str, str], today: date) -> str:
    """Return the typed day first seen; not stated where none was typed. ValueError where it is none."""
    text = typed.get("first_seen", "")
    return form.read_day(text) if text else NOT_STATED


def _look(viewer: Viewer, reader: Reader, typed: dict[str, str]) -> dict[str, Any]:
    today = timezone.now().astimezone(reader.party.tz).date()
    try:
        seen = date.fromisoformat(_day(typed, today))
    except ValueError:
        seen = today
    words = typed.get("words") or typed.get("parts", "")
    known = rumour.look(viewer, reader.compact, words, seen)
    access_log.note_access(viewer, access_log.SEARCH, "claims", {row.audience for row in known.near})
    return {
        "known": known,
        "title": typed.get("title") or known.title,
        "parts": typed.get("parts") or "\n".join(known.parts),
        "language": typed.get("language") or known.language,
    }


def _sign(request: HttpRequest, viewer: Viewer, reader: Reader, typed: dict[str, str]) -> str:
    """Sign the claim, and with it the questions to the other side; return the record."""
    now, record = timezone.now(), ledger.new_record(viewer.compact)
    drafts = [ledger.Draft("claim", "enter", record, _body(request, typed, now.astimezone(reader.party.tz).date()))]
    questions = request.POST.getlist("question")
    if questions:
        body = {"questions": questions, "until": format_instant(now + ANSWER_WITHIN)}
        drafts.append(ledger.Draft("claim", "ask", record, body))
    ledger.append(viewer.compact, drafts, post=viewer.post, now=now)
    return record


def _body(request: HttpRequest, typed: dict[str, str], today: date) -> dict[str, Any]:
    lang = typed.get("language", "")
    lang = lang if lang in LANGUAGES else "en"
    try:
        seen = _day(typed, today)
    except ValueError:
        raise Refused("field.day", field="first_seen") from None
    body: dict[str, Any] = {
        "title": {lang: typed.get("title", "")},
        "parts": [{lang: line.strip()} for line in typed.get("parts", "").splitlines() if line.strip()],
        "language": lang, "first_seen": seen,
        "like": [each for each in request.POST.getlist("like") if RECORD.fullmatch(each)],
        "near": [each for each in request.POST.getlist("near") if RECORD.fullmatch(each)],
    }  # fmt: skip
    body |= {name: typed.get(name) for name in ("danger", "origin", "outlet", "link")}
    body["spread"] = typed.get("spread") or "not_stated"
    return {name: value for name, value in body.items() if value or name in ("title", "parts")}


def _draw(
    request: HttpRequest, viewer: Viewer, reader: Reader, typed: dict[str, str], status: int = 200, **more: Any
) -> HttpResponse:
    found = ranked(viewer)
    today = timezone.now().astimezone(reader.party.tz).date()
    return show(
        request, "claims/desk", status, reader=reader, typed=typed, refused=more.get("refused", ""),
        look=more.get("known"),
        rows=[_row(row, state, reader) for row, state in found], may_write=viewer.has_role(*claim.Enter.roles),
        figures=figures(found, (reader.party.code, reader.compact.other(reader.party.code).code)),
        today=typed.get("first_seen") or form.show_day(today, reader), choices=_choices(reader, typed, request),
    )  # fmt: skip


def _row(row: Any, state: claim.Claim, reader: Reader) -> dict[str, Any]:
    both = (reader.party.code, reader.compact.other(reader.party.code).code)
    minutes = minutes_to_line(row.opened, state)
    return {
        "row": row, "danger": reader.word(f"danger_{state.danger}"), "state": state,
        "answered": [party for party in both if claim.has_answered(state, party)], "both": both,
        "minutes": None if minutes is None else round(minutes),
    }  # fmt: skip


LISTS = {
    "danger": ("danger", claim.DANGERS, "other"), "origin": ("claim_origin", claim.ORIGINS, "not_stated"),
    "spread": ("spread", claim.SPREADS, "not_stated"), "language": ("lang", LANGUAGES, ""),
}  # fmt: skip
USUAL = ("happened", "joint")


def _choices(reader: Reader, typed: dict[str, str], request: HttpRequest) -> dict[str, list[tuple[str, str, bool]]]:
    made = {}
    for name, (key, codes, usual) in LISTS.items():
        chosen = typed.get(name) or usual
        made[name] = [(code, reader.word(f"{key}_{code}"), code == chosen) for code in codes]
    asked = request.POST.getlist("question") if "enter" in request.POST else USUAL
    made["question"] = [(code, reader.word(f"claim_question_{code}"), code in asked) for code in claim.QUESTIONS]
    return made
