"""The contact log: each letter and link test with when it was sent, received, seen and answered, alike on both nodes.

Sent, seen and answered are the times that the acts themselves state; received is what the receipt states.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.exercise import ACTUAL
from hamsaya.core.fields import format_instant, parse_instant
from hamsaya.core.kinds import kind_of
from hamsaya.node import sql
from hamsaya.node.access import Viewer
from hamsaya.node.clockwork import LETTERS, SILENCE, TEST, silence_record, test_due, traffic_of
from hamsaya.node.deadline import ACKNOWLEDGE, ANSWER, limit_at
from hamsaya.node.fold import decode_state
from hamsaya.node.head import Head
from hamsaya.node.history import believable
from hamsaya.node.lookup import both_heads, compact_of, seen
from hamsaya.node.models import Record

MOST = 20_000


@dataclass(frozen=True)
class Contact:
    """One letter or test; times are None where it has not come to that."""

    row: Record
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


def contacts(viewer: Viewer, compact: str, start: datetime, end: datetime) -> tuple[Contact, ...]:
    """Return the letters and tests sent from `start` to `end` (the end left out) that the viewer may see, in order."""
    row, agreed = compact_of(viewer, compact)
    stretch = {"opened__gte": format_instant(start), "opened__lt": format_instant(end)}
    found = [each for each in seen(viewer, compact).filter(**stretch).order_by("opened", "record") if _is_contact(each)]
    found = found[:MOST]
    heads = both_heads(row)
    received = _received(heads, found)
    silent = _silences(row.pk, found)
    return tuple(_contact(agreed, each, received.get(each.pk), silent) for each in found)


def _is_contact(row: Record) -> bool:
    kind = kind_of(row.kind)
    return kind is not None and kind.section == LETTERS and row.name != SILENCE


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


def _contact(agreed: Agreed, row: Record, received: datetime | None, silent: frozenset[str]) -> Contact:
    kind = kind_of(row.kind)
    state = decode_state(kind, bytes(row.owner_state if row.state is None else row.state)) if kind else None
    silence = silence_record(row.owner, row.record)
    return Contact(
        row=row,
        traffic=traffic_of(row),
        sent=parse_instant(row.opened),
        received=received,
        acknowledged=_moment(getattr(state, "acknowledged_at", None)),
        answered=_answered(state),
        acknowledge_by=None if row.name == TEST else _limit(agreed, ACKNOWLEDGE, row, received),
        answer_by=test_due(agreed, row) if row.name == TEST else _limit(agreed, ANSWER, row, received),
        silence=silence if silence in silent else "",
    )


def _limit(agreed: Agreed, what: str, row: Record, received: datetime | None) -> datetime | None:
    if received is None or not row.urgency:
        return None
    return limit_at(agreed, what, row.name, row.urgency, agreed.other(row.owner).code, received)


def _answered(state: Any) -> datetime | None:
    """Return when the first answer was given: by a link test itself, or as the first of a letter's answers."""
    answers = getattr(state, "answers", ())
    return _moment(answers[0].get("at") if answers else getattr(state, "answered", None))


def _moment(text: object) -> datetime | None:
    return parse_instant(text) if isinstance(text, str) and len(text) == 20 else None
