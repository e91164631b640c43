"""Overdue sittings: each month each node signs a notice into its own log, on the sitting that the next should follow.

Both find the same notice by the same records. What is signed reaches the other side and its directors as every act
does; a day is signed once by a side, whatever restarts or runs twice.
"""

import logging
from datetime import date, datetime

from hamsaya.core.cycle import add_months
from hamsaya.node import council, ledger
from hamsaya.node.clockwork import sign
from hamsaya.node.lookup import agreed_text, both_heads
from hamsaya.node.models import Compact
from hamsaya.people.viewer import Viewer

log = logging.getLogger("hamsaya.node")


def remind(compact: str, now: datetime) -> date | None:
    """Sign the newest notice that is due, if our side has not; return its day. `now` is aware; days are those of UTC.

    One that was away for months signs the newest alone: the others would say the same.
    """
    viewer, row = Viewer.operator(compact), Compact.objects.filter(name=compact).first()
    due = council.overdue_notices(viewer, compact, now.date()) if row else ()
    last = council.last_held(council.sittings(viewer, compact)) if due else None
    if row is None or last is None:
        return None
    ours, (record, state), day = both_heads(row)[row.party], last, due[-1]
    if ours.frozen or ours.reconcile or row.party in state.reminders.get(day.isoformat(), {}):
        return None
    until = add_months(date.fromisoformat(council.held_days([last])[-1]), agreed_text(row.source).sitting_months)
    body = {"day": day.isoformat(), "due": until.isoformat()}
    if not sign(compact, ledger.Draft("sitting", "remind", record.record, body), now):
        return None
    log.warning("%s: the next sitting is overdue; notice of %s", compact, day.isoformat())
    return day
