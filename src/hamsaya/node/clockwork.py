"""What a node does by the clock: its link tests at the fixed hours, answers to the neighbour's, signed silence.

Each act has a record of its own whose id follows from what it is about, and a record is opened once: so a restart, a
second worker or a clock set back writes nothing twice.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Max

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.compact import Desk
from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.exercise import exercise_of
from hamsaya.core.fields import format_instant
from hamsaya.core.slot import Slot, slots
from hamsaya.node import ledger
from hamsaya.node.head import Head
from hamsaya.node.late import SILENCE, TEST, Late, late_answers, late_on, silence_body, silence_record
from hamsaya.node.lookup import agreed_text, both_heads
from hamsaya.node.models import Compact, Receipt, Record
from hamsaya.people.roster import REMOTE, desk_state

log = logging.getLogger("hamsaya.clockwork")

POST = "node"
"""Who signs: the node itself. No officer's post stands under what nobody decided."""


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


def next_test(row: Compact) -> int:
    """Return the number of the next link test of ours."""
    return Record.objects.filter(compact=row, owner=row.party, name=TEST).count() + 1


def link_tests(row: Compact, agreed: Agreed, now: datetime) -> Iterator[ledger.Draft]:
    """Yield the tests of an hour that has come and whose answer is not overdue: a late test would say nothing."""
    longest = max((test.answer_minutes for test in agreed.link_tests), default=0)
    for slot in slots(agreed, now - timedelta(minutes=longest), now + timedelta(seconds=1)):
        for number, desk in enumerate(own_desks(agreed, row.party)):
            record = test_record(agreed, row.party, slot, desk)
            if now < slot.due and not Record.objects.filter(compact=row, record=record).exists():
                body = {
                    "desk": desk.id, "counter": next_test(row) + number, "sent": format_instant(now),
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
        ahead = seconds_ahead(row, now)
        offset = {} if ahead is None else {"offset": ahead}
        yield ledger.Draft(TEST, "answer", each.record, {"desk_state": state, **offset})


FRESH = timedelta(hours=1)
"""Receipts that are older, or were long on their way, tell nothing of the clocks now."""


def seconds_ahead(row: Compact, now: datetime) -> int | None:
    """Return by how many seconds the neighbour's clock is ahead of ours, or None where no receipt came within the hour.

    A receipt states their time; what it took to come makes it look late, so the one that looks least late is taken.
    """
    recent = Receipt.objects.filter(compact=row, log__party=row.party, by=row.neighbour)
    found = recent.filter(stored__gt=(now - FRESH).timestamp()).aggregate(ahead=Max(F("at") - F("stored")))
    ahead: int | None = found["ahead"]
    return ahead


def _silences(row: Compact, agreed: Agreed, heads: dict[str, Head], now: datetime) -> Iterator[ledger.Draft]:
    for late in late_answers(row, agreed, heads, now):
        if is_signed_by_clock(agreed, late.row):
            yield silence_draft(row.party, late)


def is_signed_by_clock(agreed: Agreed, row: Record) -> bool:
    """Tell whether the node signs a silence by itself: on link tests, and where the clock runs by day and night."""
    return row.name == TEST or agreed.urgency(row.urgency).runs_always


def silence_draft(party: str, late: Late) -> ledger.Draft:
    """Return the act that signs a silence."""
    return ledger.Draft(SILENCE, "note", silence_record(party, late.row.record), silence_body(late))


def draft_on(compact: str, record: str, now: datetime) -> ledger.Draft:
    """Return the act with which an officer signs the silence on a record; Refused where no answer is overdue."""
    row = Compact.objects.get(name=compact)
    late = late_on(row, record, now)
    if late is None:
        raise Refused("silence.not-due")
    return silence_draft(row.party, late)


def turn_all(compacts: Sequence[str], now: datetime) -> None:
    """Do for each compact what is due; trouble in one stops no other."""
    for compact in compacts:
        try:
            turn(compact, now)
        except HamsayaError:
            log.exception("%s: the clock's acts wait", compact)
