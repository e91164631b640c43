"""How long content is kept, by the compact: letters, incidents, claims, the access log; what both agreed stays.

What is past its time leaves hash, kind and times, so that monthly figures survive. Pure: the clock is an argument.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamsaya.core.kinds import Kind

LETTERS, INCIDENTS, CLAIMS, ACCESS, OVERRIDES = "letters", "incidents", "claims", "access", "overrides"
LASTING = frozenset({"commitment", "sitting", "principle", "desk", "office", "body", "release", "withdrawal"})
"""Kinds that nobody withdraws: what both agreed or rely on, and the traces of handling itself."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Months that content is kept after its last change, by rule; and after which a closed mark is looked at again."""

    letters: int = 24
    incidents: int = 60
    claims: int = 24
    access: int = 60
    overrides: int = 60
    review: int = 12

    def months(self, rule: str) -> int:
        """Return the months of a rule."""
        return int(getattr(self, rule))


def rule_of(kind: Kind[Any]) -> str:
    """Return the rule that a kind of record is kept by, or "" for what stays for good."""
    if kind.name in LASTING:
        return ""
    if kind.name == "incident":
        return INCIDENTS
    if kind.name == "claim":
        return CLAIMS
    return LETTERS if kind.section == "desk" else ""


def after(moment: datetime, months: int) -> datetime:
    """Return the same day of the month so many months on, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def before(now: datetime, months: int) -> datetime:
    """Return the moment so many months ago: what changed last before it is past its time."""
    return after(now, -months)
