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
from hamsaya.core.kinds import AUDIENCES, Act, kind_of
from hamsaya.core.retention import LASTING
from hamsaya.node import council, erase, late, screen, sql
from hamsaya.node.fold import ERASED, decode_state, read_wire, stricter
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


def check_release(asked: Asked) -> None:
    """Refuse to make public a record in which the screening finds something, whoever let it pass."""
    row = Record.objects.filter(compact__name=asked.compact, record=asked.record).first()
    about = asked.body.get("about") or (late.state_of(row).about if row else None)
    if about:
        check_all_screened(asked.compact, about)


def check_all_screened(compact: str, record: str) -> None:
    """Raise Refused where an act on the record, of either side, says what the screening finds."""
    statement = (
        "SELECT e.data FROM node_compact c JOIN node_record r ON r.compact_id = c.id JOIN node_recordact a"
        " ON a.compact_id = r.compact_id AND a.record_id = r.id JOIN node_entry e ON e.compact_id = a.compact_id"
        ' AND e.log_id = a.log_id AND e."index" = a."index" WHERE c.name = %s AND r.record = %s'
    )
    for (data,) in sql.rows(statement, (compact, record)):
        wire = read_wire(bytes(data))
        kind = kind_of(wire.kind) if wire else None
        act = kind.act(wire.act) if wire and kind else None
        if wire and act:
            _check_public(act, wire.body)


def check_line(asked: Asked) -> None:
    """Refuse to make public a line in which the screening finds something, whoever let it pass."""
    row = Record.objects.get(compact__name=asked.compact, record=asked.record)
    kind = kind_of(row.kind)
    texts = decode_state(kind, bytes(row.owner_state if row.state is None else row.state)).texts
    propose = kind.act("propose") if kind else None
    if propose:
        _check_public(propose, texts.get(asked.body["digest"], {}))


def _check_public(act: type[Act], body: Mapping[str, Any]) -> None:
    try:
        screen.check(act, body)
    except Refused as refused:
        raise Refused("screen.never-public") from refused


CONDITIONS: dict[tuple[str, str], Callable[[Asked], None]] = {
    ("sitting/1", "call"): check_call,
    ("withdrawal/1", "withdraw"): check_withdraw,
    ("withdrawal/1", "confirm"): check_confirm,
    ("silence/1", "note"): check_silence,
    ("release/1", "ask"): check_release,
    ("release/1", "consent"): check_release,
    ("claim/1", "consent"): check_line,
}
"""By kind and act; every other act asks nothing of other records and pays nothing here."""
