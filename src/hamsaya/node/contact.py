"""The contact log: each letter and link test with when it was sent, received, seen and answered, alike on both nodes.

Sent, seen and answered are the times that the acts themselves state; received is what the receipt states.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.exercise import ACTUAL
from hamsaya.core.fields import format_instant, parse_instant
from hamsaya.core.kinds import all_kinds, kind_of
from hamsaya.node import sql
from hamsaya.node.access import Viewer
from hamsaya.node.deadline import ACKNOWLEDGE, ANSWER, limit_at
from hamsaya.node.fold import ERASED, decode_state
from hamsaya.node.head import Head
from hamsaya.node.history import believable
from hamsaya.node.late import LETTERS, SILENCE, TEST, silence_record, test_due, traffic_in
from hamsaya.node.lookup import both_heads, compact_of, seen
from hamsaya.node.models import Record
from hamsaya.node.tally import NOTHING, Outcome, kept, outcome_of

PART = 500
"""How many are read at a time."""


@dataclass(frozen=True)
class Contact:
    """One letter or test; times are None where it has not come to that."""

    row: Record
    urgency: int
    """Its level; the row has lost it where the content was destroyed."""
    traffic: str
    sent: datetime
    received: datetime | None
    acknowledged: datetime | None
    answered: datetime | None
    acknowledge_by: datetime | None
    answer_by: datetime | None
    silence: str
    """The record in which the sender signed that no answer had come by then; "" where there is none."""

    @property
    def is_test(self) -> bool:
        """Tell whether it is a link test."""
        return self.row.name == TEST

    @property
    def is_actual(self) -> bool:
        """Tell whether it counts: what is sent as an exercise or a test does not."""
        return self.traffic == ACTUAL

    @property
    def acknowledge_minutes(self) -> float | None:
        """Return the minutes from receipt to acknowledgement; an answer acknowledges too."""
        seen_at = min((each for each in (self.acknowledged, self.answered) if each), default=None)
        if self.is_test or seen_at is None or self.received is None:
            return None
        return max(0.0, (seen_at - self.received).total_seconds() / 60)

    @property
    def is_late(self) -> bool:
        """Tell whether the answer came after its time."""
        return self.answered is not None and self.answer_by is not None and self.answered > self.answer_by


def contacts(viewer: Viewer, compact: str, start: datetime, end: datetime) -> Iterator[Contact]:
    """Yield the letters and tests sent from `start` to `end` (the end left out) that the viewer may see, in order.

    All of them, however many: they are read in parts.
    """
    yield from _read(viewer, compact, _sent(viewer, compact, start, end))


def newest(viewer: Viewer, compact: str, start: datetime, end: datetime, most: int) -> tuple[tuple[Contact, ...], int]:
    """Return at most so many of them, the newest first, and how many there are."""
    keys = _sent(viewer, compact, start, end)
    return tuple(_read(viewer, compact, keys[::-1][:most])), len(keys)


def audiences(viewer: Viewer, compact: str, start: datetime, end: datetime) -> set[str]:
    """Return for whom they are meant, as the log of views has it."""
    return set(_stretch(viewer, compact, start, end).values_list("audience", flat=True).distinct())


def names() -> list[str]:
    """Return the kinds that are letters or tests."""
    return [kind.name for kind in all_kinds() if kind.section == LETTERS and kind.name != SILENCE]


def _stretch(viewer: Viewer, compact: str, start: datetime, end: datetime) -> QuerySet[Record]:
    return seen(viewer, compact).filter(
        opened__gte=format_instant(start), opened__lt=format_instant(end), name__in=names()
    )


def _sent(viewer: Viewer, compact: str, start: datetime, end: datetime) -> list[int]:
    found = _stretch(viewer, compact, start, end).order_by("opened", "record")
    return list(found.values_list("pk", flat=True))


def _read(viewer: Viewer, compact: str, keys: Sequence[int]) -> Iterator[Contact]:
    row, agreed = compact_of(viewer, compact)
    heads = both_heads(row)
    for at in range(0, len(keys), PART):
        part = keys[at : at + PART]
        held = Record.objects.defer("owner_state", "state").in_bulk(part)  # a state is decoded once and let go
        found = [held[pk] for pk in part if pk in held]
        states, outcomes = _states(found), kept(row.pk, [each.record for each in found if each.status == ERASED])
        received, silent = _received(heads, found), _silences(row.pk, found)
        for each in found:
            state = states[each.pk]
            outcome = outcome_of(each, state) if state is not None else outcomes.get(each.record, NOTHING)
            traffic = traffic_in(each.record, state)
            yield _contact(agreed, each, traffic, outcome, received.get(each.pk), silent)


def _states(found: Sequence[Record]) -> dict[int, Any]:
    kinds = {each.pk: kind_of(each.kind) for each in found}
    stored = Record.objects.filter(pk__in=list(kinds)).values_list("pk", "owner_state", "state")
    return {
        pk: decode_state(kind, bytes(owner if state is None else state)) if (kind := kinds[pk]) else None
        for pk, owner, state in stored
    }


def _received(heads: Mapping[str, Head], found: Sequence[Record]) -> dict[int, datetime]:
    """Return by row when the other side had stored the opening act, as its receipt states."""
    statement = (
        'SELECT record_id, min("index") FROM node_recordact WHERE compact_id = %s AND log_id = %s AND record_id IN ({})'
        " GROUP BY record_id"
    )
    when: dict[int, datetime] = {}
    for party, head in heads.items():
        receipts = sql.rows(
            'SELECT size, at, stored FROM node_receipt WHERE compact_id = %s AND log_id = %s AND "by" = %s'
            " ORDER BY size, at",
            (head.compact_id, head.id, head.other(party)),
        )
        sizes = [size for size, _, _ in receipts]
        ids = [each.pk for each in found if each.owner == party]
        # An IN list is asked in parts; GROUP BY follows it, so the parts are put together by hand.
        for part in (ids[at : at + 500] for at in range(0, len(ids), 500)):
            marks = ", ".join(["%s"] * len(part))
            for pk, index in sql.rows(statement.format(marks), (head.compact_id, head.id, *part)):
                at = bisect_right(sizes, index)
                if at < len(receipts):
                    when[pk] = datetime.fromtimestamp(believable(receipts[at][1], receipts[at][2]), UTC)
    return when


def _silences(compact_id: int, found: Sequence[Record]) -> frozenset[str]:
    wanted = [silence_record(each.owner, each.record) for each in found]
    statement = "SELECT record FROM node_record WHERE compact_id = %s AND status <> '' AND record IN ({})"
    return frozenset(row[0] for row in sql.select_in(statement, (compact_id,), wanted))


def _contact(
    agreed: Agreed, row: Record, traffic: str, outcome: Outcome, received: datetime | None, silent: frozenset[str]
) -> Contact:
    silence, is_test = silence_record(row.owner, row.record), row.name == TEST

    def limit(what: str) -> datetime | None:
        if received is None or not outcome.urgency:
            return None
        return limit_at(agreed, what, row.name, outcome.urgency, agreed.other(row.owner).code, received)

    return Contact(
        row=row,
        urgency=outcome.urgency,
        traffic=traffic,
        sent=parse_instant(row.opened),
        received=received,
        acknowledged=_moment(outcome.acknowledged),
        answered=_moment(outcome.answered),
        acknowledge_by=None if is_test else limit(ACKNOWLEDGE),
        answer_by=test_due(agreed, row) if is_test else limit(ANSWER),
        silence=silence if silence in silent else "",
    )


def _moment(text: str) -> datetime | None:
    return parse_instant(text) if text else None
