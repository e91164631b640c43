"""Monthly figures for the public: letters by kind, time to acknowledge, tests and silence; no cell under five."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from hamsaya.core.exercise import exercise_of
from hamsaya.core.fields import parse_instant
from hamsaya.core.kinds import kind_of
from hamsaya.node.fold import decode_state
from hamsaya.node.lookup import within
from hamsaya.node.models import Record

FLOOR = 5
KINDS = ("incident", "notice", "request", "hazard", "humanitarian", "claim", "clarification", "link-test")
COUNT, ACKNOWLEDGED, SILENT = "count", "acknowledge", "silent"


@dataclass(frozen=True, order=True)
class Monthly:
    """One figure: month, what is counted, of which kind or sender, and the number; None where it is under the floor."""

    month: str
    what: str
    of: str
    number: int | None


def figures(compact: str, today: date) -> tuple[Monthly, ...]:
    """Return the figures of the months that are over; exercises are not counted.

    `count`: records opened, by kind. `acknowledge`: the median of minutes until the other side acknowledged, by
    sender. `silent`: link tests that found no answer, by the side that asked.
    """
    counts: dict[tuple[str, str], int] = defaultdict(int)
    waits: dict[tuple[str, str], list[float]] = defaultdict(list)
    silent: dict[tuple[str, str], int] = defaultdict(int)
    for month, name, owner, opened, state in _actual(compact, today.strftime("%Y-%m")):
        counts[month, name] += 1
        taken = getattr(state, "acknowledged_at", None)
        if taken is not None:
            waits[month, owner].append(max(0.0, (parse_instant(taken) - parse_instant(opened)).total_seconds() / 60))
        if name == "link-test" and state.answered is None:
            silent[month, owner] += 1
    found = [Monthly(month, COUNT, name, _told(count)) for (month, name), count in counts.items()]
    found += [
        Monthly(month, ACKNOWLEDGED, owner, round(median(each)) if len(each) >= FLOOR else None)
        for (month, owner), each in waits.items()
    ]
    found += [Monthly(month, SILENT, owner, _told(count)) for (month, owner), count in silent.items()]
    return tuple(sorted(found, key=lambda each: (each.month, each.what, each.of)))


def _told(count: int) -> int | None:
    return count if count >= FLOOR else None


def _actual(compact: str, before: str) -> Iterator[tuple[str, str, str, str, Any]]:
    fields = ("record", "name", "kind", "owner", "opened", "owner_state", "state")
    rows = (
        within(Record.objects.filter(compact__name=compact, name__in=KINDS)).exclude(status="").exclude(audience="OWN")
    )
    for record, name, wire, owner, opened, owner_state, state in rows.values_list(*fields).iterator():
        kind = kind_of(wire)
        if kind is None or opened[:7] >= before or exercise_of(record):
            continue
        yield opened[:7], name, owner, opened, decode_state(kind, bytes(owner_state if state is None else state))
