"""Which letters and tests of ours wait beyond their time for the neighbour's answer, and what a silence must say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.exercise import ACTUAL, EXERCISE, exercise_of, slug_in
from hamsaya.core.fields import format_instant, parse_instant
from hamsaya.core.kinds import kind_of
from hamsaya.node.board import receipts_of
from hamsaya.node.deadline import ACKNOWLEDGE, ANSWER, limit_at
from hamsaya.node.fold import decode_state
from hamsaya.node.head import Head
from hamsaya.node.lookup import agreed_text, both_heads, compact_row
from hamsaya.node.models import Compact, Record

LETTERS, TEST, SILENCE = "desk", "link-test", "silence"
LOOK_BACK = timedelta(days=31)
"""The node signs no older silence by itself: one that was away for long does not flood the other."""


@dataclass(frozen=True, slots=True)
class Late:
    """A record on which the other side was silent: what is missing, since when, and when it had arrived."""

    row: Record
    missed: str
    due: datetime
    received: datetime | None


def late_answers(row: Compact, agreed: Agreed, heads: dict[str, Head], now: datetime) -> Iterator[Late]:
    """Yield our letters and tests on which an answer was due and has not come, and whose silence is not signed yet."""
    yield from _overdue(row, agreed, heads, _waiting(row).filter(opened__gte=format_instant(now - LOOK_BACK)), now)


def late_on(row: Compact, record: str, now: datetime) -> Late | None:
    """Return the same of one record, however old; an officer may sign it as long as no answer has come."""
    found = _waiting(row).filter(record=record)
    return next(_overdue(row, agreed_text(row.source), both_heads(row), found, now), None)


def _waiting(row: Compact) -> QuerySet[Record]:
    return Record.objects.filter(compact=row, owner=row.party, needs_other=True, due="", urgency__gt=0)


def _overdue(
    row: Compact, agreed: Agreed, heads: dict[str, Head], waiting: QuerySet[Record], now: datetime
) -> Iterator[Late]:
    from_desk = [each for each in waiting if _is_letter(each)]
    received = receipts_of(heads, from_desk)
    for each in from_desk:
        late = _late(agreed, each, received.get(each.pk), row.neighbour, now)
        if late and not Record.objects.filter(compact=row, record=silence_record(row.party, each.record)).exists():
            yield late


def _is_letter(row: Record) -> bool:
    kind = kind_of(row.kind)
    return kind is not None and kind.section == LETTERS and row.name != SILENCE and row.status in WAITING


WAITING = ("open", "acknowledged", "waiting")
"""The statuses of a letter or a test to which no answer has come."""


def _late(agreed: Agreed, row: Record, received: datetime | None, party: str, now: datetime) -> Late | None:
    if row.name == TEST:
        due = test_due(agreed, row)
        return Late(row, ANSWER, due, received) if due is not None and due < now else None
    if received is None:
        return None
    due = limit_at(agreed, ANSWER, row.name, row.urgency, party, received)
    missed = ANSWER if row.status == "acknowledged" else ACKNOWLEDGE
    return Late(row, missed, due, received) if due < now else None


def test_due(agreed: Agreed, row: Record) -> datetime | None:
    """Return until when a test was to be answered: from when it was sent, whether it arrived or not."""
    minutes = min((test.answer_minutes for test in agreed.link_tests), default=0)
    return parse_instant(row.opened) + timedelta(minutes=minutes) if minutes else None


def silence_record(party: str, about: str) -> str:
    """Return the id of the one record in which a party notes the silence on another; in an exercise, one of it."""
    slug = f"silence-{sha256(about.encode()).hexdigest()[:16]}"
    return f"{party}/{slug_in(exercise_of(about), slug)}"


def silence_body(late: Late) -> dict[str, Any]:
    """Return what the record of a silence says."""
    body = {
        "unanswered": late.row.record, "missed": late.missed, "due": format_instant(late.due),
        "traffic": traffic_of(late.row),
    }  # fmt: skip
    return body if late.received is None else {**body, "received": format_instant(late.received)}


def may_sign_silence(compact: str, row: Record, now: datetime) -> bool:
    """Tell whether an officer may sign the silence on a record now."""
    return row.needs_other and late_on(compact_row(compact), row.record, now) is not None


def state_of(row: Record) -> Any:
    """Return the state of a record's owner's acts; None for a kind that is not known."""
    kind = kind_of(row.kind)
    return decode_state(kind, bytes(row.owner_state)) if kind else None


def traffic_of(row: Record) -> str:
    """Return whether a record is actual traffic, an exercise or a test, as it says itself or as its id says."""
    return traffic_in(row.record, state_of(row))


def traffic_in(record: str, state: object) -> str:
    """Return the same for a record whose state is at hand."""
    return str(getattr(state, "traffic", EXERCISE if exercise_of(record) else ACTUAL))
