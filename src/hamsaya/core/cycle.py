"""The cycle of a sitting from 60 days before to 90 days after, who is host, and when an overdue one is noticed."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

STEPS = (
    ("call", -60), ("agenda_provisional", -42), ("status_round", -30), ("seal", -21), ("matrix", -14),
    ("agenda_fixed", -7), ("sitting", 0), ("copies", 3), ("approval", 30), ("working_check", 90),
)  # fmt: skip
NOTICE_EVERY = 30
STANDING = ("incidents", "advance_notice", "claims", "liaison", "markets", "concerns", "next_sitting")
"""Items that every agenda has, in their order."""


def steps(day: date) -> dict[str, date]:
    """Return the day of each step of the cycle around a sitting."""
    return {code: day + timedelta(days=offset) for code, offset in STEPS}


def next_host(earlier: Sequence[str | None], parties: tuple[str, str]) -> str:
    """Return whose turn it is to be host, after sittings with these hosts (None: remote or without one), oldest first.

    The side that was host last is not host next; a sitting without a host turns nothing. The first party begins.
    """
    last = next((host for host in reversed(earlier) if host in parties), None)
    return parties[1] if last == parties[0] else parties[0]


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or the month's last day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def notices(last: date, months: int, today: date) -> tuple[date, ...]:
    """Return the days on which both sides are told that a sitting is overdue: each 30 days after it was due."""
    due = add_months(last, months)
    late = (today - due).days
    return tuple(due + timedelta(days=NOTICE_EVERY * count) for count in range(1, late // NOTICE_EVERY + 1))


def gaps(days: Sequence[date]) -> tuple[int, ...]:
    """Return the months between meetings that followed each other."""
    return tuple((two.year - one.year) * 12 + two.month - one.month for one, two in pairwise(sorted(days)))


def overlap(one: Sequence[str], two: Sequence[str]) -> tuple[str, ...]:
    """Return the areas that two bodies both deal with."""
    return tuple(sorted(set(one) & set(two)))
