"""What the oversight officer looks at: one reading in twenty of a month, every override, and numbers to publish.

Which readings are in the sample follows from the trail's own hashes: nobody chooses them, and the same month gives the
same sample again.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.husk import HEAD
from hamsaya.core.retention import after
from hamsaya.node import sql
from hamsaya.node.access import Viewer, check_compact
from hamsaya.node.fold import values
from hamsaya.node.head import read_head
from hamsaya.node.let_pass import NAME as LET_PASS
from hamsaya.node.models import AUDIT, Compact, CorrectionRequest
from hamsaya.people.access_log import EVENTS
from hamsaya.people.models import Pending

ONE_IN = 20
LOOKS = frozenset({"oversight"})
FLOOR = 5


@dataclass(frozen=True)
class Line:
    """One line of the audit trail."""

    index: int
    leaf: str
    event: str
    post: str
    at: datetime
    target: str
    reason: str


@dataclass(frozen=True)
class Month:
    """A month of a node's handling."""

    month: str
    total: int
    by_event: dict[str, int]
    sample: tuple[Line, ...]
    overrides: tuple[Pending, ...]


def month(viewer: Viewer, compact: str, year: int, number: int) -> Month:
    """Return the sample, the overrides and the counts of one month (UTC). Refused but to the oversight officer."""
    check_compact(viewer, compact)
    if not viewer.has_role(*LOOKS):
        raise Refused("oversight.role")
    start = datetime(year, number, 1, tzinfo=UTC)
    lines = _lines(compact, start, after(start, 1))
    asked = Pending.objects.filter(
        compact=compact, action=LET_PASS, asked_at__gte=start, asked_at__lt=after(start, 1)
    ).order_by("asked_at")
    counts = Counter(line.event for line in lines)
    name = f"{start:%Y-%m}"
    return Month(name, len(lines), dict(sorted(counts.items())), sample(lines, name), tuple(asked))


def sample(lines: list[Line], name: str) -> tuple[Line, ...]:
    """Return one line in twenty, rounded up, in the order of the trail."""
    count = -(-len(lines) // ONE_IN)
    drawn = sorted(lines, key=lambda line: sha256(f"{name} {line.leaf}".encode()).digest())[:count]
    return tuple(sorted(drawn, key=lambda line: line.index))


def numbers(viewer: Viewer, found: Month) -> dict[str, Any]:
    """Return what may be published of a month: counts, none below five."""
    requests = CorrectionRequest.objects.filter(compact__name=viewer.compact)
    received = sum(each.received.strftime("%Y-%m") == found.month for each in requests)
    answered = sum(bool(each.answered and each.answered.strftime("%Y-%m") == found.month) for each in requests)
    let_pass = sum(each.state == Pending.DONE for each in found.overrides)
    counts = {
        "readings": found.total, "sampled": len(found.sample), "overrides_asked": len(found.overrides),
        "overrides_let_pass": let_pass, "corrections_received": received, "corrections_answered": answered,
        **{f"readings_{event}": count for event, count in found.by_event.items()},
    }  # fmt: skip
    return {"month": found.month, **{name: _floored(count) for name, count in counts.items()}}


def _floored(count: int) -> int | str:
    return count if count == 0 or count >= FLOOR else f"<{FLOOR}"


def _lines(compact: str, start: datetime, end: datetime) -> list[Line]:
    row = Compact.objects.get(name=compact)
    head = read_head(compact, row.party, AUDIT)
    statement = (
        'SELECT "index", leaf, data FROM node_entry WHERE compact_id = %s AND log_id = %s AND stored >= %s'
        ' AND stored < %s AND substr(data, 1, %s) <> %s ORDER BY "index"'
    )
    span = (row.id, head.id, int(start.timestamp()), int(end.timestamp()), len(HEAD), HEAD)
    found = [(index, bytes(leaf).hex(), values(bytes(data))) for index, leaf, data in sql.rows(statement, span)]
    return [_line(index, leaf, entry) for index, leaf, entry in found if entry["act"] in EVENTS]


def _line(index: int, leaf: str, entry: dict[str, Any]) -> Line:
    body = entry["body"]
    at = datetime.fromisoformat(entry["at"])
    return Line(index, leaf, entry["act"], entry["post"], at, body.get("target", ""), body.get("reason", ""))
