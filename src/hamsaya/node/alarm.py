"""Who is to be told now that a letter waits: the steps of its level in the compact, computed and never stored."""

from dataclasses import dataclass
from datetime import datetime

from hamsaya.core.compact import Compact
from hamsaya.node.deadline import ACKNOWLEDGE, ANSWER, STATED, end_of


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who is told, when, for what is missing, and whether its time has come."""

    to: str
    at: datetime
    missed: str
    reached: bool


def steps(
    compact: Compact, kind: str, level: int, party: str, start: datetime | None, *, acknowledged: bool, now: datetime
) -> tuple[Step, ...]:
    """Return the steps that still apply to what the party owes, in their order; none before it was received.

    A step that lies before the limit for the first answer is for a letter that nobody acknowledged; one at that limit
    or after it is for a letter without an answer, acknowledged or not.
    """
    if start is None:
        return ()
    urgency = compact.urgency(level)
    found = []
    for each in urgency.escalate:
        missed = ANSWER if each.after_minutes >= urgency.answer_within(kind) else ACKNOWLEDGE
        if missed == ANSWER or not acknowledged:
            at = end_of(compact, level, start, each.after_minutes, party)
            found.append(Step(each.to, at, missed, at <= now))
    return tuple(found)


def steps_again(compact: Compact, level: int, party: str, stated: datetime, now: datetime) -> tuple[Step, ...]:
    """Return the steps of a level counted anew from the time that an answer stated and that nothing has followed yet.

    `stated`: the time by which the party said that the next word would come. All steps apply: they are for that word.
    """
    limits = [
        (each.to, end_of(compact, level, stated, each.after_minutes, party)) for each in compact.urgency(level).escalate
    ]
    return tuple(Step(to, at, STATED, at <= now) for to, at in limits)


def reached(found: tuple[Step, ...]) -> Step | None:
    """Return the last step whose time has come: who is to be told now, besides those before."""
    return next((each for each in reversed(found) if each.reached), None)
