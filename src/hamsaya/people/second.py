"""The two-person rule: one officer asks, another lets it happen or not; what is let happen is exactly what was asked.

Whoever adds an action registers it with the roles that may ask, the roles that may decide, and what to do; it runs
in the same transaction as the decision, so that neither can be without the other.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hamsaya.core.errors import Broken, Refused
from hamsaya.core.kinds import digest_of
from hamsaya.people.access_log import note
from hamsaya.people.models import Officer, Pending
from hamsaya.people.viewer import Viewer

OPEN_FOR = timedelta(days=3)
LEAST_REASON, MOST_REASON = 3, 1000


@dataclass(frozen=True, slots=True)
class Action:
    """Something that takes two: its name, who may ask, who may decide, and what then happens."""

    name: str
    asks: frozenset[str]
    decides: frozenset[str]
    run: Callable[[Pending, datetime], object]
    let_go: Callable[[Pending], object] = lambda _: None
    """What becomes of files that were held for it, once it is decided either way."""


_actions: dict[str, Action] = {}


def register_action(action: Action) -> None:
    """Add an action; the same name again replaces it only with an equal one."""
    if _actions.setdefault(action.name, action) != action:
        raise Broken("second.twice", action=action.name)


def action_named(name: str) -> Action:
    """Return the registered action, or raise Refused."""
    if name not in _actions:
        raise Refused("second.unknown", action=name)
    return _actions[name]


def digest(compact: str, action: str, payload: Mapping[str, Any]) -> str:
    """Return what the second person confirms: the digest of compact, action and payload together."""
    return digest_of({"compact": compact, "action": action, "payload": dict(payload)})


def ask(
    viewer: Viewer, officer: Officer, action: str, payload: Mapping[str, Any], *, reason: str, now: datetime
) -> Pending:
    """Store what the officer asks for; nothing happens before a second officer decides."""
    if not viewer.has_role(*action_named(action).asks):
        raise Refused("second.may-not-ask", action=action)
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Refused("second.reason", least=LEAST_REASON, most=MOST_REASON)
    with transaction.atomic():
        pending = Pending.objects.create(
            compact=viewer.compact,
            action=action,
            payload=dict(payload),
            digest=digest(viewer.compact, action, payload),
            reason=reason.strip(),
            asked_by=officer,
            asked_post=viewer.post,
            asked_at=now,
            expires=now + OPEN_FOR,
        )
        note(viewer.compact, "second-asked", viewer.signature, f"{action} {pending.digest}", pending.reason)
    return pending


def awaiting(viewer: Viewer, officer: Officer, now: datetime) -> QuerySet[Pending]:
    """Return what this officer may decide now, oldest first."""
    names = [action.name for action in _actions.values() if viewer.has_role(*action.decides)]
    found = Pending.objects.filter(compact=viewer.compact, state=Pending.ASKED, expires__gt=now, action__in=names)
    return found.exclude(asked_by=officer).order_by("asked_at")


@transaction.atomic
def confirm(viewer: Viewer, officer: Officer, pending_id: int, seen: str, now: datetime) -> Pending:
    """Let it happen. `seen`: the digest of what the second officer was shown; it must be what was asked for."""
    pending = _decidable(viewer, officer, pending_id, now)
    stored = digest(pending.compact, pending.action, pending.payload)
    if not (_equal(stored, pending.digest) and _equal(stored, seen)):
        raise Refused("second.changed")
    _decide(pending, viewer, officer, Pending.DONE, now)
    action = action_named(pending.action)
    action.run(pending, now)
    action.let_go(pending)
    return pending


@transaction.atomic
def decline(viewer: Viewer, officer: Officer, pending_id: int, now: datetime) -> Pending:
    """Refuse it; whoever asked may also take it back this way."""
    pending = _open(viewer, pending_id, now)
    if pending.asked_by_id != officer.pk and not viewer.has_role(*action_named(pending.action).decides):
        raise Refused("second.may-not-decide")
    _decide(pending, viewer, officer, Pending.DECLINED, now)
    action_named(pending.action).let_go(pending)
    return pending


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _open(viewer: Viewer, pending_id: int, now: datetime) -> Pending:
    pending = Pending.objects.select_for_update().filter(pk=pending_id, compact=viewer.compact).first()
    if pending is None:
        raise Refused("second.missing")
    if pending.state != Pending.ASKED:
        raise Refused("second.decided")
    if pending.expires <= now:
        raise Refused("second.expired")
    return pending


def _decidable(viewer: Viewer, officer: Officer, pending_id: int, now: datetime) -> Pending:
    pending = _open(viewer, pending_id, now)
    if pending.asked_by_id == officer.pk:
        raise Refused("second.same-person")
    if not viewer.has_role(*action_named(pending.action).decides):
        raise Refused("second.may-not-decide")
    return pending


def _decide(pending: Pending, viewer: Viewer, officer: Officer, state: str, now: datetime) -> None:
    pending.state, pending.decided_by, pending.decided_post, pending.decided_at = state, officer, viewer.post, now
    pending.save()
    note(viewer.compact, f"second-{state}", viewer.signature, f"{pending.action} {pending.digest}")
