"""Approval by silence, where the compact lets silence approve: worked out when it is read, never stored.

A sitting carries in `due` the last day, by UTC, on which a side may still speak of its minutes, for as long as a word
is missing and neither side reserved or objected (`core.meeting`). So both nodes tell the same on every day.
"""

from collections.abc import Iterable
from datetime import UTC

from django.db.models import Q
from django.utils import timezone

from hamsaya.node.access import Viewer
from hamsaya.node.lookup import compact_of
from hamsaya.node.models import Record

APPROVED, SIGNED, SITTING = "approved", "signed", "sitting"


def tell(viewer: Viewer, compact: str, rows: Iterable[Record]) -> None:
    """Set the status of each sitting that silence has approved."""
    today = _today()
    past = [row for row in rows if row.name == SITTING and row.status == SIGNED and "" < row.due < today]
    if past and _approves(viewer, compact):
        for row in past:
            row.status = APPROVED


def in_status(viewer: Viewer, compact: str, status: str) -> Q:
    """Return the condition that keeps the records of a status, as `tell` tells it."""
    asked = Q(status=status)
    if status not in (APPROVED, SIGNED) or not _approves(viewer, compact):
        return asked
    silently = Q(name=SITTING, status=SIGNED, due__gt="", due__lt=_today())
    return asked | silently if status == APPROVED else asked & ~silently


def _approves(viewer: Viewer, compact: str) -> bool:
    return compact_of(viewer, compact)[1].silence_approves


def _today() -> str:
    return timezone.now().astimezone(UTC).date().isoformat()
