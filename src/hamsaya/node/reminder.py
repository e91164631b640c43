"""Overdue sittings: each month both nodes find the same notice, by the same records; ours is noted once and logged.

The notice itself is computed wherever it is shown and never stored as a fact. What is kept is how far we have noted
them, in the reactors' table, and the line in the private audit trail that says so.
"""

import logging
from datetime import date, datetime

from hamsaya.node import council, ledger, sql
from hamsaya.people.viewer import Viewer

log = logging.getLogger("hamsaya.node")
NAME = "overdue-sitting"


def remind(compact: str, now: datetime) -> tuple[date, ...]:
    """Note the notices that fell due since the last look; return them. `now` is aware; days are those of UTC."""
    due = council.overdue_notices(Viewer.operator(compact), compact, now.date())
    with sql.writing():
        head = ledger.read_our_head(compact, lock=True)
        told = sql.one(
            "SELECT next FROM node_reactor WHERE compact_id = %s AND log_id = %s AND name = %s",
            (head.compact_id, head.id, NAME),
        )
        new = tuple(day for day in due if told is None or day.toordinal() > told[0])
        if new:
            sql.run(
                "INSERT INTO node_reactor (compact_id, log_id, name, next) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (compact_id, log_id, name) DO UPDATE SET next = excluded.next",
                (head.compact_id, head.id, NAME, new[-1].toordinal()),
            )
    for day in new:
        ledger.note_audit(compact, NAME, "node", reason=day.isoformat(), now=now)
        log.warning("%s: the next sitting is overdue; notice of %s", compact, day.isoformat())
    return new
