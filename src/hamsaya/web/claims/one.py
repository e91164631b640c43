"""One claim: each part with both sides' answers, the lines and who signed them, and what can be done now."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core.agreement import in_force, open_texts
from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_STATED, format_instant
from hamsaya.core.kinds import kind_named, may_act
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label
from hamsaya.core.text import LANGUAGES
from hamsaya.intake import rumour
from hamsaya.node import ledger, queries
from hamsaya.node.access import check_role
from hamsaya.people.gate import officer_of, viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.records import claim
from hamsaya.web import form
from hamsaya.web.claims.composed import compose, holding, verdict_words
from hamsaya.web.page import reader_for, refusal, show
from hamsaya.web.record import sign
from hamsaya.web.record.views import clock_of
from hamsaya.web.viewed import note_view

HOLDS = (30, 60, 120, 240)
"""Minutes until the next word that the holding line offers."""
BY_FORM = ("attribute", "tell", "correct", "group")
"""Acts that have a form of their own."""


def page(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show one claim."""
    viewer = viewer_for(request)
    found = _found(viewer, f"{party}/{slug}")
    note_view(request, found.row.record, [found.row])
    return _draw(request, viewer, found)


def _found(viewer: Viewer, record: str) -> Any:
    try:
        found = queries.record(viewer, viewer.compact, record)
    except Refused as refused:
        raise Http404 from refused
    if found.row.name != "claim" or found.state is None:
        raise Http404
    return found


@require_POST
def do(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Sign what was chosen on the page; what needs two officers goes to the second."""
    viewer, reader = viewer_for(request), reader_for(request)
    found = _found(viewer, f"{party}/{slug}")
    try:
        words = _done(request, viewer, reader, found)
    except Refused as refused:
        return _draw(request, viewer, found, refusal(refused, reader), 400)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("web:claim", args=[viewer.compact, party, slug]))


def _done(request: HttpRequest, viewer: Viewer, reader: Reader, found: Any) -> str:
    name, now = request.POST.get("do", ""), timezone.now()
    maker = MAKERS.get(name)
    if maker is None:
        raise Refused("act.unknown", act=name, kind="claim")
    kind = kind_named("claim")
    act = kind.act(name) if kind else None
    assert kind is not None  # noqa: S101 -- registered with its module
    assert act is not None  # noqa: S101 -- every maker is named after an act
    check_role(viewer, act)
    drafts = [ledger.Draft(kind.wire, name, found.row.record, body) for body in maker(request.POST, reader, found, now)]
    officer = officer_of(request)
    if act.two_persons and officer is not None:
        sign.ask_second(viewer, officer, drafts[0], act, request.POST.get("reason", ""), now)
        return reader.word("web.asked_second")
    ledger.append(viewer.compact, drafts, post=viewer.post, now=now)
    return reader.word("claims.signed")


def _answers(typed: Any, reader: Reader, found: Any, _now: datetime) -> list[dict[str, Any]]:
    """Return an answer to each part for which one was chosen and that differs from the standing one."""
    made = []
    for part in range(1, len(found.state.parts) + 1):
        verdict = typed.get(f"verdict.{part}", "")
        if not verdict:
            continue
        body: dict[str, Any] = {"part": part, "verdict": verdict}
        if verdict == "partly":
            body["elements"] = typed.getlist(f"elements.{part}")
        if verdict == "not_yet":
            body["until"] = _moment(typed, f"until.{part}", reader)
        made.append({name: value for name, value in body.items() if value})
    if not made:
        raise Refused("claim.no-answer")
    return made


def _moment(typed: Any, name: str, reader: Reader) -> str | None:
    day, clock = typed.get(f"{name}.day", "").strip(), typed.get(f"{name}.clock", "").strip()
    if not day and not clock:
        return None
    try:
        return form.read_moment(day, clock, reader)
    except ValueError:
        raise Refused("field.instant", field="until") from None


def _ask(typed: Any, _reader: Reader, _found: Any, now: datetime) -> list[dict[str, Any]]:
    return [{"questions": typed.getlist("question"), "until": format_instant(now + timedelta(minutes=60))}]


def _hold(typed: Any, _reader: Reader, _found: Any, now: datetime) -> list[dict[str, Any]]:
    text = typed.get("minutes", "")
    minutes = int(text) if text in {str(each) for each in HOLDS} else HOLDS[0]
    return [{"next": format_instant((now + timedelta(minutes=minutes)).replace(second=0))}]


def _words(typed: Any) -> dict[str, str]:
    return {lang: typed.get(f"line.{lang}", "").strip() for lang in LANGUAGES}


def _propose(typed: Any, _reader: Reader, _found: Any, _now: datetime) -> list[dict[str, Any]]:
    return [{"words": _words(typed)}]


def _digest(typed: Any, _reader: Reader, _found: Any, _now: datetime) -> list[dict[str, Any]]:
    return [{"digest": typed.get("digest", "")}]


def _embargo(body: dict[str, Any], typed: Any, reader: Reader) -> list[dict[str, Any]]:
    moment = _moment(typed, "not_before", reader)
    return [{**body, "not_before": moment} if moment else body]


def _consent(typed: Any, reader: Reader, _found: Any, _now: datetime) -> list[dict[str, Any]]:
    return _embargo({"digest": typed.get("digest", "")}, typed, reader)


def _publish(typed: Any, reader: Reader, _found: Any, _now: datetime) -> list[dict[str, Any]]:
    return _embargo({"words": _words(typed)}, typed, reader)


MAKERS = {
    "answer": _answers, "ask": _ask, "hold": _hold, "propose": _propose, "sign": _digest, "withdraw": _digest,
    "consent": _consent, "publish": _publish,
}  # fmt: skip


def _draw(request: HttpRequest, viewer: Viewer, found: Any, refused: str = "", status: int = 200) -> HttpResponse:
    reader, state, row = reader_for(request), found.state, found.row
    ours, theirs = reader.party, reader.compact.other(reader.party.code)
    typed = request.POST if refused else {}
    composed = compose(state, reader.compact, ours.code)
    return show(
        request, "claims/one", status, reader=reader, record=row, slug=row.record.partition("/")[2], state=state,
        refused=refused, parts=_parts(state, reader, typed), may=_may(viewer, found, reader),
        danger=reader.word(f"danger_{state.danger}"), origin=_origin(state, reader),
        spread=reader.word(f"spread_{state.spread}"), first_seen=_day(state.first_seen, reader),
        texts=_texts(state, reader), holds=_holds(state, reader, row), own=_own(state, reader),
        line=[(lang, typed.get(f"line.{lang}", composed[lang])) for lang in LANGUAGES],
        minutes=[(str(each), reader.digits(each)) for each in HOLDS], forms=_forms(viewer, found, reader),
        questions=[(code, reader.word(f"claim_question_{code}"), code in ("happened", "joint")) for code in
                   claim.QUESTIONS],
        asked=_asked(state, reader), history=_history(state, reader), beside=_beside(viewer, found, reader),
        reason=typed.get("reason", ""), both=(ours.code, theirs.code), clock=clock_of(viewer, row.record, reader),
        typed_until=_typed_until(reader),
    )  # fmt: skip


def _origin(state: claim.Claim, reader: Reader) -> str:
    return "" if state.origin in (None, "not_stated") else reader.word(f"claim_origin_{state.origin}")


def _typed_until(reader: Reader) -> tuple[str, str]:
    later = (timezone.now() + timedelta(hours=3)).astimezone(reader.party.tz).replace(minute=0)
    return form.show_day(later.date(), reader), reader.digits(later.strftime("%H:%M"))


def _day(text: str, reader: Reader) -> str:
    return reader.day_both(date.fromisoformat(text)) if text[:1].isdigit() else ""


def _parts(state: claim.Claim, reader: Reader, typed: Any) -> list[dict[str, Any]]:
    """Return each part with both answers in words, the joint verdict, and the choices of our own answer."""
    made = []
    for part, words in enumerate(state.parts, 1):
        given = state.answers.get(str(part), {})
        ours = typed.get(f"verdict.{part}", "")
        joint = claim.joint_verdict(state, part)
        made.append({
            "number": part, "words": words,
            "answers": {party: verdict_words(answer, reader) for party, answer in given.items()},
            "joint": reader.word(f"verdict_{joint}") if joint else "",
            "verdicts": [(code, reader.word(f"verdict_{code}"), code == ours) for code in claim.VERDICTS],
            "elements": [(code, reader.word(f"element_{code}")) for code in claim.ELEMENTS],
        })  # fmt: skip
    return made


def _may(viewer: Viewer, found: Any, reader: Reader) -> dict[str, bool]:
    """Return which acts this post may make now, by name."""
    is_owner, made = found.row.owner == reader.party.code, {}
    for act in found.kind.acts:
        follows = found.kind.may_follow(found.state, act, reader.party.code)
        made[act.name()] = may_act(act, is_owner=is_owner) and viewer.has_role(*act.roles) and follows
    return made


def _forms(viewer: Viewer, found: Any, reader: Reader) -> list[tuple[str, str]]:
    may = _may(viewer, found, reader)
    return [(name, act_label(found.kind, name, reader)) for name in BY_FORM if may[name]]


def _texts(state: claim.Claim, reader: Reader) -> list[dict[str, Any]]:
    """Return the lines put forward, the agreed one first, with who signed and who consented to publish."""
    agreed = in_force(state)
    waiting = open_texts(state)
    digests = [agreed] if agreed else []
    digests += [digest for digest in waiting if digest != agreed]
    return [
        {
            "digest": digest, "words": state.texts[digest]["words"], "agreed": digest == agreed,
            "signed": sorted(state.signed[digest]) if digest == agreed else list(waiting[digest]),
            "mine": reader.party.code in (state.signed[digest] if digest == agreed else waiting[digest]),
            "consents": sorted(state.consents.get(digest, {}).items()),
            "consented": reader.party.code in state.consents.get(digest, {}),
        }
        for digest in digests
    ]  # fmt: skip


def _holds(state: claim.Claim, reader: Reader, row: Any) -> list[dict[str, Any]]:
    number = row.record.partition("/")[2]
    return [
        {"party": party, "at": each["at"], "next": each["next"], "words": holding(state, party, reader.compact, number)}
        for party, each in sorted(state.holds.items())
    ]


def _own(state: claim.Claim, reader: Reader) -> list[dict[str, Any]]:
    return [{**each, "later": each.get("not_before", "") > format_instant(timezone.now())} for each in state.lines]


def _asked(state: claim.Claim, reader: Reader) -> str:
    comma = reader.word("phrase.list_comma")
    return f"{comma} ".join(reader.word(f"claim_question_{each}") for each in state.asked.get("questions", []))


def _history(state: claim.Claim, reader: Reader) -> list[dict[str, Any]]:
    return [{**each, "words": verdict_words(each, reader)} for each in state.history]


def _beside(viewer: Viewer, found: Any, reader: Reader) -> dict[str, Any]:
    """Return similar claims, letters near it in place and time, statements; what its owner named stands first."""
    state = found.state
    text = " ".join(words for part in state.parts for words in part.values())
    named = [_row(viewer, each) for each in (*state.near, *state.like)]
    back = [_row(viewer, each) for each in found.back]
    shown = {row.record for row in (*named, *back) if row}
    alike = rumour.similar(viewer, text, found.row.record)
    seen = str(found.row.opened)[:10] if state.first_seen == NOT_STATED else state.first_seen
    near = rumour.near(viewer, rumour.places_in(text, reader.compact), date.fromisoformat(seen))
    return {
        "near": [row for row in near if row.record not in shown],
        "named": [row for row in named if row], "back": [row for row in back if row],
        "similar": [(row, percent) for row, percent in alike if row.record not in shown],
    }  # fmt: skip


def _row(viewer: Viewer, record: str) -> Any:
    try:
        return queries.record(viewer, viewer.compact, record).row
    except Refused:
        return None
