"""Withdrawing a record, and carrying out what the neighbour withdrew: hidden and destroyed at once, then confirmed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hamsaya.core.errors import Refused
from hamsaya.core.exercise import exercise_of, slug_in
from hamsaya.core.kinds import kind_of
from hamsaya.core.retention import LASTING
from hamsaya.node import condition, erase, ledger
from hamsaya.node.access import Viewer, check_role
from hamsaya.node.fold import decode_state
from hamsaya.node.lookup import row_of
from hamsaya.node.models import Compact, Record
from hamsaya.people import second
from hamsaya.people.models import Officer, Pending
from hamsaya.records.withdrawal import Withdraw

NODE = "node"
"""The post that signs what the node does by itself."""
TWO = "withdraw"
"""The action that takes two officers."""


def withdraw(viewer: Viewer, record: str, reason: str, now: datetime) -> ledger.Written:
    """Sign the withdrawal of our own record and destroy its content here; the neighbour follows when it hears of it.

    Refused for what the other side sent, what is destroyed already, and what both agreed.
    """
    check_role(viewer, Withdraw)
    made = _draft(viewer, row_of(viewer, viewer.compact, record), reason)
    written = ledger.append(viewer.compact, [made], post=viewer.post, now=now)[0]
    erase.erase(viewer.compact, [record], int(now.timestamp()))
    return written


def _draft(viewer: Viewer, row: Record, reason: str) -> ledger.Draft:
    slug = ledger.new_record(viewer.compact).partition("/")[2]
    own = ledger.new_record(viewer.compact, slug_in(exercise_of(row.record), slug))
    body, audience = {"about": row.record, "reason": reason}, condition.audience_of_withdrawal(row)
    return ledger.Draft("withdrawal", "withdraw", own, body, audience)


def ask(viewer: Viewer, officer: Officer, record: str, reason: str, why: str, now: datetime) -> Pending:
    """Put the withdrawal of a record of level 1 before a second officer. `why`: what that officer is told of it."""
    check_role(viewer, Withdraw)
    row = row_of(viewer, viewer.compact, record)
    if row.owner != Compact.objects.get(pk=row.compact_id).party:
        raise Refused("withdrawal.not-ours", record=record)
    condition.check_may_be_withdrawn(row)
    made = _draft(viewer, row, reason)
    body = dict(Withdraw.parse(made.body).body)
    payload = {
        "kind": made.kind, "act": made.act, "record": made.record, "body": body, "post": viewer.post,
        "audience": made.audience,
    }  # fmt: skip
    return second.ask(viewer, officer, TWO, payload, reason=why, now=now)


def run(pending: Pending, now: datetime) -> None:
    """Sign the withdrawal that a second officer has confirmed, and destroy the content once that is stored."""
    given = pending.payload
    made = ledger.Draft(
        given["kind"], given["act"], given["record"], given["body"], given["audience"], confirmed=True
    )  # fmt: skip
    ledger.append(pending.compact, [made], post=given["post"], now=now)
    transaction.on_commit(lambda: carry_out(pending.compact, now))


def follow(compact: str, now: datetime) -> int:
    """Carry out every standing withdrawal, of either side, whose content is still here; return how many.

    The neighbour's are confirmed by a signed act; one of what both agreed is refused.
    """
    ours = Compact.objects.get(name=compact)
    done = 0
    for row in list(Record.objects.filter(compact=ours, name="withdrawal", status="asked").exclude(owner=ours.party)):
        done += _answer_one(compact, row, now)
    return done + carry_out(compact, now)


def carry_out(compact: str, now: datetime) -> int:
    """Destroy what standing withdrawals name and is still here, but what both agreed; return how many entries."""
    ours = Compact.objects.get(name=compact)
    named = erase.standing(ours.id)
    kept = set(Record.objects.filter(compact=ours, record__in=named, name__in=LASTING).values_list("record", flat=True))
    gone = [record for record in named if record not in kept]
    return erase.erase(compact, gone, int(now.timestamp())) if gone else 0


def _answer_one(compact: str, row: Record, now: datetime) -> bool:
    """Destroy what the neighbour withdrew and confirm it, or refuse; True once the answer is signed."""
    state: Any = decode_state(kind_of(row.kind), bytes(row.owner_state))
    target = Record.objects.filter(compact_id=row.compact_id, record=state.about).first()
    if target is not None and target.name in LASTING:
        return _answer(compact, row, "refuse", {"ground": "agreed_record"}, now)
    return _answer(compact, row, "confirm", {"entries": erase.erase(compact, [state.about], int(now.timestamp()))}, now)


def _answer(compact: str, row: Record, act: str, body: dict[str, Any], now: datetime) -> bool:
    """Sign the node's own answer; a log that may not be signed now is asked again next time."""
    try:
        ledger.append(compact, [ledger.Draft("withdrawal", act, row.record, body)], post=NODE, now=now)
    except Refused:
        return False
    return True


ACTION = second.Action(TWO, asks=Withdraw.roles, decides=frozenset({"duty", "desk", "head"}), run=run)
