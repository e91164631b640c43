"""Keys to a post's feeds: made by who holds it, shown once, good while the assignment lasts, revoked at any time."""

import secrets
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from hamsaya.people.gate import viewer_from
from hamsaya.people.models import Assignment, FeedKey
from hamsaya.people.viewer import Viewer

MOST = 5
"""Keys that one holder of a post may have at a time."""


def make(assignment: Assignment, now: datetime) -> str:
    """Return a new key of 256 bits; the oldest is revoked where there would be too many."""
    text = secrets.token_urlsafe(32)
    FeedKey.objects.create(assignment=assignment, digest=_digest(text), made=now)
    for each in list(open_keys(assignment)[MOST:]):
        revoke(each, now)
    return text


def open_keys(assignment: Assignment) -> "list[FeedKey]":
    """Return the keys that open something now, the newest first."""
    return list(assignment.feed_keys.filter(revoked=None).order_by("-made", "-pk"))


def revoke(key: FeedKey, now: datetime) -> None:
    """Close a key for good."""
    FeedKey.objects.filter(pk=key.pk, revoked=None).update(revoked=now)


def opened_by(text: str, now: datetime) -> tuple[Viewer, str] | None:
    """Return as whom a key reads, and in which language; None for a key that opens nothing.

    What is marked for the desks alone never goes into a feed: a calendar program keeps what it is given.
    """
    held = Assignment.objects.current(now).filter(officer__is_active=True)
    key = FeedKey.objects.filter(digest=_digest(text), revoked=None, assignment__in=held).first()
    if key is None:
        return None
    viewer = viewer_from(key.assignment)
    return replace(viewer, roles=frozenset()), key.assignment.officer.language


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
