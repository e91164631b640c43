"""The state of the link as pages, `status` and `doctor` show it: computed from receipts, never stored."""

from dataclasses import dataclass

from hamsaya.exchange.peer import limit, shelf
from hamsaya.exchange.peer.keep import FORK
from hamsaya.node import sql
from hamsaya.node.head import Head
from hamsaya.node.models import Evidence


@dataclass(frozen=True, slots=True)
class LinkState:
    """How the exchange with one neighbour stands; times in seconds since 1970 by our clock, None where never."""

    ours: int
    """Entries in our log."""
    stored_there: int
    """How many of them the neighbour has given a receipt for."""
    receipt_at: int | None
    heard_at: int | None
    """When a checkpoint or a receipt of theirs last came, by any road."""
    theirs: int
    """Entries of theirs that are stored here."""
    awaited: int
    """The largest size of their log that they have signed and we have seen."""
    via: str
    clock_offset: int | None
    """By how many seconds their clock was ahead of ours at the last receipt; flagged beyond five minutes."""
    is_clock_wrong: bool
    is_alarm: bool
    """No receipt for 24 hours."""
    needs_reconcile: bool
    frozen: str | None
    evidence: int
    """How many pieces of evidence are kept."""

    @property
    def light(self) -> str:
        """Return one word for the light on the page: `frozen`, `alarm`, `behind` or `good`."""
        if self.frozen:
            return "frozen"
        if self.is_alarm or self.needs_reconcile:
            return "alarm"
        return "behind" if self.stored_there < self.ours or self.theirs < self.awaited else "good"


def link_state(compact: str, now: int) -> LinkState:
    """Return how the exchange of one compact stands; `now` in seconds since 1970."""
    ours, theirs = shelf.shared_heads(compact)
    receipt = shelf.last_receipt(ours, ours.neighbour)
    refreshed = _newest(ours, ours.neighbour)
    seen = _last_seen(theirs)
    offset = refreshed[0] - refreshed[1] if refreshed else None
    since = refreshed[1] if refreshed else _first_stored(ours)
    return LinkState(
        ours=ours.size,
        stored_there=receipt[0] if receipt else 0,
        receipt_at=refreshed[1] if refreshed else None,
        heard_at=max((each for each in (seen[1], refreshed and refreshed[1]) if each), default=None),
        theirs=theirs.size,
        awaited=max(seen[0], theirs.size),
        via=seen[2],
        clock_offset=offset,
        is_clock_wrong=offset is not None and abs(offset) > limit.CLOCK_SECONDS,
        is_alarm=since is not None and now - since > limit.ALARM_SECONDS,
        needs_reconcile=ours.reconcile,
        frozen=theirs.frozen,
        evidence=Evidence.objects.filter(compact_id=ours.compact_id).count(),
    )


def fork_proof(compact: str) -> bytes | None:
    """Return the `.equivocation` file that proves the neighbour's log to have two histories, if it has."""
    ours, _ = shelf.shared_heads(compact)
    found = Evidence.objects.filter(compact_id=ours.compact_id, code=FORK).order_by("id").first()
    return bytes(found.data) if found else None


def _newest(head: Head, by: str) -> tuple[int, int] | None:
    """Return (their clock, ours) of the receipt that came last."""
    statement = (
        'SELECT at, stored FROM node_receipt WHERE compact_id = %s AND log_id = %s AND "by" = %s'
        " ORDER BY stored DESC, id DESC LIMIT 1"
    )
    row = sql.one(statement, (head.compact_id, head.id, by))
    return (row[0], row[1]) if row else None


def _last_seen(head: Head) -> tuple[int, int, str]:
    """Return (largest size, when, by which road) of the checkpoints seen."""
    statement = (
        "SELECT size, at, seen_via FROM node_checkpoint WHERE compact_id = %s AND log_id = %s"
        " ORDER BY size DESC, at DESC LIMIT 1"
    )
    row = sql.one(statement, (head.compact_id, head.id))
    return (row[0], row[1], row[2]) if row else (0, 0, "")


def _first_stored(head: Head) -> int | None:
    row = sql.one(
        'SELECT stored FROM node_entry WHERE compact_id = %s AND log_id = %s AND "index" = 0',
        (head.compact_id, head.id),
    )
    return row[0] if row else None
