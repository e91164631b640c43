"""What a node does by the clock: its link tests at the fixed hours, answers to the neighbour's, signed silence.

Each act has a record of its own whose id follows from what it is about, and a record is opened once: so a restart, a
second worker or a clock set back writes nothing twice.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import QuerySet

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.compact import Desk
from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.exercise import ACTUAL, EXERCISE, exercise_of, slug_in
from hamsaya.core.fields import format_instant, parse_instant
from hamsaya.core.kinds import kind_of
from hamsaya.core.slot import Slot, slots
from hamsaya.node import ledger
from hamsaya.node.board import receipts_of
from hamsaya.node.deadline import ACKNOWLEDGE, ANSWER, limit_at
from hamsaya.node.fold import decode_state
from hamsaya.node.head import Head
from hamsaya.node.lookup import agreed_text, both_heads
from hamsaya.node.models import Compact, Record
from hamsaya.people.roster import REMOTE, desk_state

log = logging.getLogger("hamsaya.clockwork")

POST = "node"
"""Who signs: the node itself. No officer's post stands under what nobody decided."""
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


def turn(compact: str, now: datetime) -> int:
    """Do for one compact what is due by the clock; return how many acts were signed. One refused act stops no other."""
    row = Compact.objects.filter(name=compact).first()
    if row is None:
        return 0
    agreed = agreed_text(row.source)
    heads = both_heads(row)
    if heads[row.party].frozen or heads[row.party].reconcile:
        return 0
    drafts = [*link_tests(row, agreed, now), *_answers(row, agreed, now), *_silences(row, agreed, heads, now)]
    return sum(sign(compact, draft, now) for draft in drafts)


def sign(compact: str, draft: ledger.Draft, now: datetime) -> bool:
    """Sign one act in the node's name; tell whether it was signed, which it is not a second time."""
    try:
        ledger.append(compact, [draft], post=POST, now=now)
    except Refused as refused:  # another worker was quicker, or the log may not be signed now
        log.info("%s: %s of %s not signed: %s", compact, draft.act, draft.record, refused)
        return False
    return True


def own_desks(agreed: Agreed, party: str) -> Sequence[Desk]:
    """Return the desks of a party, in the compact's order."""
    return [desk for desk in agreed.desks if desk.party == party]


def test_record(agreed: Agreed, party: str, slot: Slot, desk: Desk) -> str:
    """Return the id of the record of a party's test at a fixed hour; with several desks each has its own."""
    several = len(own_desks(agreed, party)) > 1
    return f"{party}/{slot.slug}-{desk.id}" if several else f"{party}/{slot.slug}"


def link_tests(row: Compact, agreed: Agreed, now: datetime) -> Iterator[ledger.Draft]:
    """Yield the tests of an hour that has come and whose answer is not overdue: a late test would say nothing."""
    longest = max((test.answer_minutes for test in agreed.link_tests), default=0)
    for slot in slots(agreed, now - timedelta(minutes=longest), now + timedelta(seconds=1)):
        for number, desk in enumerate(own_desks(agreed, row.party)):
            record = test_record(agreed, row.party, slot, desk)
            if now < slot.due and not Record.objects.filter(compact=row, record=record).exists():
                sent = Record.objects.filter(compact=row, owner=row.party, name=TEST).count()
                body = {
                    "desk": desk.id, "counter": sent + number + 1, "sent": format_instant(now),
                    "desk_state": desk_state(row.name, desk.id, now),
                }  # fmt: skip
                yield ledger.Draft(TEST, "test", record, body)


def _answers(row: Compact, agreed: Agreed, now: datetime) -> Iterator[ledger.Draft]:
    """Yield the answers to the neighbour's tests, also to those that came late; what is practised, people answer."""
    desks = own_desks(agreed, row.party)
    waiting = Record.objects.filter(compact=row, name=TEST, owner=row.neighbour, status="waiting")
    for each in waiting.order_by("id")[:50]:
        if exercise_of(each.record):
            continue
        state = desk_state(row.name, desks[0].id, now) if desks else REMOTE
        yield ledger.Draft(TEST, "answer", each.record, {"desk_state": state})


def _silences(row: Compact, agreed: Agreed, heads: dict[str, Head], now: datetime) -> Iterator[ledger.Draft]:
    for late in late_answers(row, agreed, heads, now):
        if is_signed_by_clock(agreed, late.row):
            yield silence_draft(row.party, late, traffic_of(late.row))


def is_signed_by_clock(agreed: Agreed, row: Record) -> bool:
    """Tell whether the node signs a silence by itself: on link tests, and where the clock runs by day and night."""
    return row.name == TEST or agreed.urgency(row.urgency).runs_always


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


def silence_draft(party: str, late: Late, traffic: str) -> ledger.Draft:
    """Return the act that signs a silence."""
    body = {"unanswered": late.row.record, "missed": late.missed, "due": format_instant(late.due), "traffic": traffic}
    if late.received is not None:
        body["received"] = format_instant(late.received)
    return ledger.Draft(SILENCE, "note", silence_record(party, late.row.record), body)


def draft_on(compact: str, record: str, now: datetime) -> ledger.Draft:
    """Return the act with which an officer signs the silence on a record; Refused where no answer is overdue."""
    row = Compact.objects.get(name=compact)
    late = late_on(row, record, now)
    if late is None:
        raise Refused("silence.not-due")
    return silence_draft(row.party, late, traffic_of(late.row))


def may_sign_silence(compact: str, record: str, now: datetime) -> bool:
    """Tell whether an officer may sign the silence on a record now."""
    return late_on(Compact.objects.get(name=compact), record, now) is not None


def traffic_of(row: Record) -> str:
    """Return whether a record is actual traffic, an exercise or a test, as it says itself or as its id says."""
    kind = kind_of(row.kind)
    return traffic_in(row.record, decode_state(kind, bytes(row.owner_state)) if kind else None)


def traffic_in(record: str, state: object) -> str:
    """Return the same for a record whose state is at hand."""
    return str(getattr(state, "traffic", EXERCISE if exercise_of(record) else ACTUAL))


def turn_all(compacts: Sequence[str], now: datetime) -> None:
    """Do for each compact what is due; trouble in one stops no other."""
    for compact in compacts:
        try:
            turn(compact, now)
        except HamsayaError:
            log.exception("%s: the clock's acts wait", compact)
