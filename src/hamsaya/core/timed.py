"""What only the passing of days says of an undertaking: a delivery left unanswered, a duty on which all fell silent.

Nothing here is stored: both nodes compute it from the same acts, by the writers' clocks, whenever it is asked.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from hamsaya.core.agreement import AT, in_force
from hamsaya.core.undertaking import Undertaking, is_working

ANSWER_WITHIN = timedelta(days=30)
"""So long a side may take to accept or dispute a delivery."""
LAPSES_AFTER = 2
"""Sittings without a word on it."""


def unanswered(state: Undertaking, today: date) -> tuple[str, ...]:
    """Return whose delivery the other side has left without an answer for thirty days: shown as delivered, unanswered.

    A dispute raised by the other side is an answer.
    """
    if not state.delivered:
        return ()
    return tuple(
        party
        for party, said in sorted(state.delivered.items())
        if party not in state.accepted and not set(state.disputes) - {party} and answer_day(said) < today.isoformat()
    )


def answer_day(said: dict[str, Any]) -> str:
    """Return the last day on which a delivery may be answered in time."""
    return (date.fromisoformat(said["at"][:10]) + ANSWER_WITHIN).isoformat()


def counts_as_delivered(state: Undertaking, today: date) -> bool:
    """Tell whether every bound side has delivered, and the other has accepted it or kept silent for thirty days."""
    settled = set(state.delivered) & {*state.accepted, *unanswered(state, today)}
    return bool(state.bound) and set(state.bound) <= settled


def quiet_since(state: Undertaking) -> str:
    """Return the day of the last word on an adopted undertaking that is still open; empty for any other."""
    if in_force(state) is None or len(state.closing) == 2 or is_working(state):
        return ""
    return last_word(state)[:10]


def lapsed(since: str, held: Sequence[str]) -> bool:
    """Tell whether two sittings have been held since the last word on an undertaking, as `quiet_since` gives its day.

    `held`: the days of the sittings held, each "YYYY-MM-DD", the earliest first.
    """
    return bool(since) and len(held) >= LAPSES_AFTER and held[-LAPSES_AFTER] > since


def last_word(state: Undertaking) -> str:
    """Return the claimed time of the latest act on how it goes; empty where there is none."""
    return max(_moments(state), default="")


def _moments(state: Undertaking) -> Iterator[str]:
    for marks in state.signed.values():
        yield from (str(mark[AT]) for mark in marks.values())
    for table in (state.delivered, state.accepted, state.milestones, state.suspended, state.blocked, state.closing):
        yield from (str(each["at"]) for each in table.values())
    for given in state.scores.values():
        yield from (str(each["at"]) for each in given.values())
    for row in (*state.checks, *state.answers, *state.earlier_scores, *state.retracted):
        yield str(row["at"])
