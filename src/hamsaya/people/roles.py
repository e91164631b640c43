"""The nine roles a post may carry, and how long a sign-in of each may rest."""

from datetime import timedelta

DUTY = "duty"
DESK = "desk"
HEAD = "head"
AIDE = "aide"
SPOKESPERSON = "spokesperson"
MARKET = "market"
OVERSIGHT = "oversight"
ADMIN = "admin"
READER = "reader"

ROLES = (DUTY, DESK, HEAD, AIDE, SPOKESPERSON, MARKET, OVERSIGHT, ADMIN, READER)

SEES_DESK = frozenset({DUTY, HEAD, OVERSIGHT})
"""Roles that read what is marked DESK: the two desks, their heads, and the officer who samples accesses."""

IDLE_OFFICE = timedelta(minutes=15)
IDLE_DUTY = timedelta(hours=12)
"""A duty desk watches its board for a whole shift without touching it; an office left alone is closed sooner."""
LONGEST = timedelta(hours=13)
"""No sign-in lives longer than a shift and its hand-over, however busy."""


def idle_limit(roles: frozenset[str]) -> timedelta:
    """Return how long a sign-in with these roles may rest before it ends."""
    return IDLE_DUTY if DUTY in roles else IDLE_OFFICE
