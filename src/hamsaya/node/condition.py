"""What other records say to an act of ours before it is signed: whose turn it is, what may be withdrawn, what is due.

`ledger.append` asks here, whoever acts: a page, the shell, a device's queue, the node itself. It never asks on arrival:
what the neighbour signs against such a rule stands, and is shown for what it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.exercise import exercise_of
from hamsaya.core.kinds import AUDIENCES
from hamsaya.core.retention import LASTING
from hamsaya.node import council, erase, late
from hamsaya.node.fold import ERASED, stricter
from hamsaya.node.models import Compact, Record
from hamsaya.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that holds by itself, about to be signed."""

    compact: str
    record: str
    body: Mapping[str, Any]
    audience: str
    confirmed: bool
    """A second officer has confirmed it."""
    now: datetime
    fresh: Mapping[str, Any]
    """States of the same transaction's records of that kind, which no query finds yet."""


def check_call(asked: Asked) -> None:
    """Refuse a call under another host than the rule gives: that takes both signatures, after the call."""
    body = asked.body
    if body.get("commission") or body.get("part_of") or not body.get("host") or body.get("form") == "remote":
        return
    if body["host"] != council.turn(Viewer.operator(asked.compact), asked.compact, fresh=asked.fresh):
        raise Refused("sitting.not-turn", host=body["host"])


def check_withdraw(asked: Asked) -> None:
    """Refuse to withdraw what is not here, what is gone, what both rely on; and to tell more people than it had."""
    row = Record.objects.filter(compact__name=asked.compact, record=asked.body["about"]).first()
    if row is None:
        raise Refused("record.missing", record=asked.body["about"])
    check_may_be_withdrawn(row)
    if takes_two(row) and not asked.confirmed:
        raise Refused("act.two-persons", act="withdraw")
    if stricter(AUDIENCES, asked.audience, row.audience) != asked.audience:
        raise Refused("withdrawal.audience", audience=audience_of_withdrawal(row))


def check_may_be_withdrawn(row: Record) -> None:
    """Raise Refused for a record that nobody may withdraw, or whose content is gone."""
    if row.status == ERASED:
        raise Refused("record.erased", record=row.record)
    if row.name in LASTING:
        raise Refused("withdrawal.lasting", kind=row.name)


def takes_two(row: Record) -> bool:
    """Tell whether two officers withdraw a record: one of level 1, on which the other side may be acting."""
    return row.urgency == 1


def audience_of_withdrawal(row: Record) -> str:
    """Return whom the withdrawal of a record is meant for: who saw it; it is never itself public."""
    return "GOV" if row.audience == AUDIENCES[0] else row.audience


def check_confirm(asked: Asked) -> None:
    """Refuse to confirm that content is destroyed while it is still here."""
    row = Record.objects.get(compact__name=asked.compact, record=asked.record)
    about = late.state_of(row).about
    if about in erase.standing(row.compact_id):
        raise Refused("withdrawal.content-here", record=about)


def check_silence(asked: Asked) -> None:
    """Refuse a silence that the clock does not find, or finds otherwise; in an exercise the script tells the time."""
    about = asked.body["unanswered"]
    if exercise_of(asked.record):
        return
    compact = Compact.objects.get(name=asked.compact)
    found = late.late_on(compact, about, asked.now)
    if found is None:
        raise Refused("silence.not-due")
    body, record = late.silence_body(found), late.silence_record(compact.party, about)
    if asked.record != record or dict(asked.body) != body:
        raise Refused("silence.otherwise", record=record, missed=body["missed"], due=body["due"])


CONDITIONS: dict[tuple[str, str], Callable[[Asked], None]] = {
    ("sitting/1", "call"): check_call,
    ("withdrawal/1", "withdraw"): check_withdraw,
    ("withdrawal/1", "confirm"): check_confirm,
    ("silence/1", "note"): check_silence,
}
"""By kind and act; every other act asks nothing of other records and pays nothing here."""
