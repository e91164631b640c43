"""Handing a shift over: both officers sign on one screen, or the one who goes signs alone with a reason.

Each signature is an entry of the private audit trail that names the digest of what was on the screen.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.models import Device

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import digest_of
from hamsaya.people.access_log import note
from hamsaya.people.factor import verify_factor
from hamsaya.people.gate import current_assignments, viewer_from
from hamsaya.people.models import HandOver, Officer
from hamsaya.people.password import normal_password
from hamsaya.people.roles import DUTY
from hamsaya.people.viewer import Viewer

MOST_NOTES, LEAST_REASON, MOST_REASON = 2000, 3, 300


def confirm_password(request: HttpRequest, officer: Officer, password: str) -> None:
    """Let an officer who is signed in confirm that it is he; wrong tries count as they do at the sign-in."""
    if authenticate(request, username=officer.username, password=normal_password(password)) != officer:
        raise Refused("hand-over.own-password")


def identify(
    request: HttpRequest, compact: str, username: str, password: str, code: str
) -> tuple[Viewer, Officer, Device]:
    """Return who comes, by both factors, at a duty post of that compact; Refused otherwise, and nothing is signed."""
    officer = authenticate(request, username=username.strip()[:64], password=normal_password(password))
    if not isinstance(officer, Officer):
        raise Refused("hand-over.who-comes")
    device = verify_factor(officer, code)
    held = [each for each in current_assignments(officer, timezone.now()) if each.post.compact == compact]
    post = next((each for each in held if DUTY in each.post.roles), None)
    if post is None:
        raise Refused("hand-over.no-duty-post", officer=officer.username)
    return viewer_from(post), officer, device


@transaction.atomic
def give(  # noqa: PLR0913 -- what is signed, by whom, to whom, and when
    giver: Viewer,
    officer: Officer,
    desk: str,
    summary: Mapping[str, Any],
    notes: str,
    now: datetime,
    *,
    taker: tuple[Viewer, Officer] | None = None,
    reason: str = "",
) -> HandOver:
    """Sign the shift over to `taker`, or to nobody with a reason; return what was signed."""
    notes, reason = notes.strip(), reason.strip()
    if len(notes) > MOST_NOTES:
        raise Refused("hand-over.notes", most=MOST_NOTES)
    if taker is None and not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise Refused("hand-over.reason", least=LEAST_REASON, most=MOST_REASON)
    if taker is not None and taker[1] == officer:
        raise Refused("hand-over.same-person")
    digest = digest_of({"desk": desk, "summary": dict(summary), "notes": notes, "reason": reason})
    made = HandOver.objects.create(
        compact=giver.compact,
        desk=desk,
        summary=dict(summary),
        digest=digest,
        notes=notes,
        reason=reason,
        given_by=officer,
        given_post=giver.post,
        given_at=now,
        taken_by=taker[1] if taker else None,
        taken_post=taker[0].post if taker else "",
        taken_at=now if taker else None,
    )
    note(giver.compact, "hand-over-given", giver.signature, f"{desk} {digest}", reason)
    if taker:
        note(giver.compact, "hand-over-taken", taker[0].signature, f"{desk} {digest}")
    return made


@transaction.atomic
def take(viewer: Viewer, officer: Officer, hand_over: int, now: datetime) -> HandOver:
    """Take over a shift that was left without anybody; the first who signs has it."""
    found = HandOver.objects.select_for_update().filter(pk=hand_over, compact=viewer.compact).first()
    if found is None or found.taken_at is not None:
        raise Refused("hand-over.taken")
    if found.given_by_id == officer.pk:
        raise Refused("hand-over.same-person")
    if not viewer.has_role(DUTY):
        raise Refused("hand-over.no-duty-post", officer=officer.username)
    found.taken_by, found.taken_post, found.taken_at = officer, viewer.post, now
    found.save()
    note(viewer.compact, "hand-over-taken", viewer.signature, f"{found.desk} {found.digest}")
    return found


def last_of(compact: str, desk: str) -> HandOver | None:
    """Return the latest hand-over at a desk."""
    return HandOver.objects.filter(compact=compact, desk=desk).select_related("given_by", "taken_by").first()


def untaken(compact: str) -> list[HandOver]:
    """Return the shifts that were handed over with nobody there and that nobody has taken yet, the oldest first."""
    return list(HandOver.objects.filter(compact=compact, taken_at=None).order_by("given_at"))
