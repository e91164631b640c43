"""How well the claims desk does: time to the first line, claims that both answered, corrections, changed answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from hamsaya.core.fields import parse_instant
from hamsaya.records.claim import Claim, first_line_at, has_answered, reopened


@dataclass(frozen=True)
class Figures:
    """The measures over some claims; None where nothing was measured."""

    claims: int
    first_line: int | None
    """Median minutes from taking in to the first line of any sort."""
    both: int
    corrections: int
    reopened: int


def figures(found: Sequence[tuple[Any, Claim]], parties: tuple[str, str]) -> Figures:
    """Return the measures of claims, each as (row, state), between these two parties."""
    minutes = [taken for row, state in found if (taken := minutes_to_line(row.opened, state)) is not None]
    return Figures(
        claims=len(found),
        first_line=round(median(minutes)) if minutes else None,
        both=sum(all(has_answered(state, party) for party in parties) for _, state in found),
        corrections=sum(len(state.corrections) for _, state in found),
        reopened=sum(reopened(state) for _, state in found),
    )


def minutes_to_line(opened: str, state: Claim) -> float | None:
    """Return the minutes from taking in to the first line; None while there is none."""
    first = first_line_at(state)
    if not first:
        return None
    start: datetime = parse_instant(opened)
    return max(0.0, (parse_instant(first) - start).total_seconds() / 60)
