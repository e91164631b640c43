"""The hand-over of a shift: one screen with what is open, signed by the officer who goes and the one who comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login

from hamsaya.core.compact import Desk
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.node import queries, screen
from hamsaya.node.board import BoardRow
from hamsaya.node.clockwork import own_desks
from hamsaya.node.contact import Contact, contacts
from hamsaya.node.shift import handed
from hamsaya.people import access_log, hand_over, roster
from hamsaya.people.demo import code_for_demo
from hamsaya.people.gate import current_assignments, note_sign_in, officer_of, roles_needed, start_clock, viewer_for
from hamsaya.people.models import Assignment, HandOver, Officer
from hamsaya.people.viewer import Viewer
from hamsaya.web.now.limit import standing_words
from hamsaya.web.page import post_name, reader_for, refusal, show
from hamsaya.web.watch.alarm import alarms

USUAL_SHIFT, LONGEST_SHIFT = timedelta(hours=12), timedelta(hours=36)
MOST = 200
"""How many lines of a list the screen shows; what is signed names all."""
PASSWORD_LENGTH = 1000


@roles_needed("duty", "head")
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("own_password", "password", "code")
def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show what is handed over, and sign it."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    desk = _desk(request, reader)
    last = hand_over.last_of(compact, desk.id)
    scene = _scene(viewer, reader, desk, last, now)
    error = None
    if request.method == "POST":
        try:
            return _sign(request, viewer, desk, scene["summary"], now)
        except Refused as refused:
            error = refusal(refused, reader)
    else:
        access_log.note_access(viewer, access_log.VIEW, f"hand-over {desk.id}", ["DESK"])
    return show(
        request,
        "watch/shift",
        403 if error else 200,
        reader=reader,
        tab="shift",
        desk=desk,
        error=error,
        last=_told(last, reader),
        desks=own_desks(reader.compact, reader.party.code),
        on_duty=roster.on_duty(compact, desk.id, now),
        may_give=viewer.has_role("duty"),
        notes=request.POST.get("notes", ""),
        reason=request.POST.get("reason", ""),
        comes=request.POST.get("username", ""),
        demo=_demo_code(request, compact, now),
        **scene,
    )


def _desk(request: HttpRequest, reader: Reader) -> Desk:
    own = own_desks(reader.compact, reader.party.code)
    if not own:
        raise Refused("hand-over.no-desk")
    wanted = request.POST.get("desk") or request.GET.get("desk")
    return next((each for each in own if each.id == wanted), own[0])


def _scene(viewer: Viewer, reader: Reader, desk: Desk, last: HandOver | None, now: datetime) -> dict[str, Any]:
    """Return what stands on the screen, and the same as plain values to be signed."""
    found = queries.board(viewer, viewer.compact, now, None)
    shift = handed(found, max(last.given_at, now - LONGEST_SHIFT) if last else now - USUAL_SHIFT, now)
    tests = [each for each in contacts(viewer, viewer.compact, shift.begun, now) if each.is_test]
    rings = alarms(found.needs_us, found.waits_for_them, reader)
    return {
        "summary": shift.summary(
            [each.row.record for each in rings], [(each.row.record, each.row.status) for each in tests]
        ),
        "begun": shift.begun,
        "ringing": rings,
        "lists": [
            {"id": name, "head": reader.word(f"watch.{name}"), "total": len(found), "lines": _lines(found, reader)}
            for name, found in (("unseen", shift.unseen), ("due", shift.due), ("open", shift.open))
        ],
        "tests": [_test(each, reader) for each in tests],
    }


def _lines(found: Sequence[tuple[bool, BoardRow]], reader: Reader) -> list[dict[str, Any]]:
    return [{"row": item.row, "ours": ours, "limit": standing_words(item, reader)} for ours, item in found[:MOST]]


def _test(each: Contact, reader: Reader) -> dict[str, Any]:
    return {
        "row": each.row,
        "sent": each.sent,
        "answered": each.answered,
        "late": each.is_late,
        "silence": each.silence,
        "from": reader.party_name(each.row.owner),
    }


def _told(last: HandOver | None, reader: Reader) -> dict[str, Any] | None:
    if last is None:
        return None
    posts = {code: post_name(code, reader) for code in (last.given_post, last.taken_post) if code}
    return {"row": last, "given_post": posts[last.given_post], "taken_post": posts.get(last.taken_post, "")}


def _demo_code(request: HttpRequest, compact: str, now: datetime) -> list[tuple[str, str]]:
    """Return the codes of a demonstration's other officers, as its sign-in shows them; elsewhere nothing."""
    own = officer_of(request)
    if own is None or not code_for_demo(own):
        return []
    held = Assignment.objects.current(now).filter(post__compact=compact).exclude(officer=own).select_related("officer")
    others = {each.officer.username: each.officer for each in held if "duty" in each.post.roles}
    return [(name, code_for_demo(other)) for name, other in sorted(others.items())]


def _sign(request: HttpRequest, viewer: Viewer, desk: Desk, summary: dict[str, Any], now: datetime) -> HttpResponse:
    officer = officer_of(request)
    if officer is None:  # pragma: no cover -- the gate lets nobody else in
        raise Refused("sign-in.wrong")
    asked = request.POST
    hand_over.confirm_password(request, officer, asked.get("own_password", "")[:PASSWORD_LENGTH])
    if asked.get("how") == "take":
        number = asked.get("hand_over", "")
        hand_over.take(viewer, officer, int(number) if number.isdecimal() and len(number) < 16 else 0, now)
        messages.success(request, reader_for(request).word("watch.taken"))
        return redirect("web:now", viewer.compact)
    screen.check_text(asked.get("notes", ""), "text")
    if asked.get("how") == "alone":
        reason = asked.get("reason", "")
        hand_over.give(viewer, officer, desk.id, summary, asked.get("notes", ""), now, reason=reason)
        messages.success(request, reader_for(request).word("watch.left"))
        return redirect("web:now", viewer.compact)
    return _sign_both(request, viewer, officer, desk, summary, now)


def _sign_both(
    request: HttpRequest, viewer: Viewer, officer: Officer, desk: Desk, summary: dict[str, Any], now: datetime
) -> HttpResponse:
    """Sign for both; then the sign-in on this screen is that of the officer who came."""
    asked = request.POST
    taker, comes, device = hand_over.identify(
        request,
        viewer.compact,
        asked.get("username", ""),
        asked.get("password", "")[:PASSWORD_LENGTH],
        asked.get("code", "")[:64],
    )
    hand_over.give(viewer, officer, desk.id, summary, asked.get("notes", ""), now, taker=(taker, comes))
    note_sign_in(current_assignments(officer, now), "sign-out")
    login(request, comes, backend="django.contrib.auth.backends.ModelBackend")
    otp_login(request, device)
    start_clock(request, now)
    note_sign_in(current_assignments(comes, now), "sign-in")
    return HttpResponseRedirect(reverse("web:now", args=[viewer.compact]))
