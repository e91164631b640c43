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
from hamsaya.node.fold import ERASED, decode_state
from hamsaya.node.lookup import within
from hamsaya.node.models import Record, Tally

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
    before = today.strftime("%Y-%m")
    for month, name, owner, minutes, is_answered in (*_actual(compact, before), *_kept(compact, before)):
        counts[month, name] += 1
        if minutes is not None:
            waits[month, owner].append(minutes)
        if name == "link-test" and not is_answered:
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


Counted = tuple[str, str, str, float | None, bool]
"""Month, kind, sender, minutes until acknowledged, and whether there was an answer."""


def _kept(compact: str, before: str) -> Iterator[Counted]:
    """Yield what was kept of records whose content was destroyed."""
    rows = Tally.objects.filter(compact__name=compact, name__in=KINDS, month__lt=before, traffic="actual")
    yield from rows.values_list("month", "name", "owner", "minutes", "answered").iterator()


def _actual(compact: str, before: str) -> Iterator[Counted]:
    fields = ("record", "name", "kind", "owner", "opened", "owner_state", "state")
    rows = (
        within(Record.objects.filter(compact__name=compact, name__in=KINDS))
        .exclude(status__in=("", ERASED))
        .exclude(audience="OWN")
    )
    for record, name, wire, owner, opened, owner_state, state in rows.values_list(*fields).iterator():
        kind = kind_of(wire)
        if kind is None or opened[:7] >= before or exercise_of(record):
            continue
        value = decode_state(kind, bytes(owner_state if state is None else state))
        yield opened[:7], name, owner, _minutes(opened, value), getattr(value, "answered", True) is not None


def _minutes(opened: str, state: Any) -> float | None:
    taken = getattr(state, "acknowledged_at", None)
    return max(0.0, (parse_instant(taken) - parse_instant(opened)).total_seconds() / 60) if taken else None
