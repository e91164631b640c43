"""The first page: what needs us, what waits for them, what was done today, each with its deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Q

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import all_kinds
from hamsaya.node import sql
from hamsaya.node.access import Viewer
from hamsaya.node.alarm import Step, steps, steps_again
from hamsaya.node.deadline import Deadline, deadline, stated
from hamsaya.node.head import Head
from hamsaya.node.history import FIRST_RECEIPT, believable
from hamsaya.node.lookup import COUNT_TO, THEM, US, both_heads, compact_of, needing, row_of, seen, standing
from hamsaya.node.models import WAITS, Record

MOST = 20
"""How many alarms are told at once."""
DONE = 12
"""How much of what was done today is shown; lists have the rest."""
DESKS = ("desk", "border")
"""Sections whose records a desk has done with; what else changed has a page of its own."""


@dataclass(frozen=True)
class BoardRow:
    """One record on the board with what is owed on it."""

    row: Record
    deadline: Deadline | None
    start: datetime | None
    """When the side that did not open the record received it: what starts the clock."""
    steps: tuple[Step, ...] = ()
    """Who is told, and when, while nothing is done; see `alarm`."""
    owes: bool = True
    """The side must act on the record itself; otherwise it stands here only because it is asked to widen it."""
    asked: bool = False
    """The side is asked to widen it."""


@dataclass(frozen=True)
class Board:
    """What needs us, what waits for them, and what was done today; of each how many there are, shown or not."""

    needs_us: tuple[BoardRow, ...]
    waits_for_them: tuple[BoardRow, ...]
    done_today: tuple[Record, ...]
    """Letters, claims and matters of the border."""
    needs_count: int
    waits_count: int
    done_count: int
    """Counted to `COUNT_TO`."""


def board(
    viewer: Viewer, compact: str, now: datetime, limit: int | None = 200, exercise: str = "", done: int = DONE
) -> Board:
    """Return the three columns of the first page, the most urgent first, each with its deadline.

    `limit`: how much of what needs a side; None for all. `done`: how much of what was done today. `exercise`: the name
    of the exercise whose board it is, else of actual records.
    """
    row, agreed = compact_of(viewer, compact)
    visible = seen(viewer, compact, exercise).defer("owner_state", "state")
    heads = both_heads(row)
    columns: dict[str, list[Record]] = {}
    counts = []
    for who in (US, THEM):
        waiting = visible.filter(standing(who, row.party))
        columns[who] = found = list(waiting.order_by("urgency", "changed", "id")[:limit])
        counts.append(len(found) if limit is None or len(found) < limit else waiting.count())
    starts = receipts_of(heads, [each for found in columns.values() for each in found])
    needs, waits = (
        tuple(_on_board(agreed, heads, each, starts.get(each.pk), who, now) for each in found)
        for who, found in columns.items()
    )
    day = now.astimezone(agreed.party(row.party).tz).replace(hour=0, minute=0, second=0, microsecond=0)
    ended = visible.exclude(WAITS).filter(changed__gte=format_instant(day), name__in=_of_the_desks())
    shown = tuple(ended.order_by("-changed", "-id")[:done])
    total = len(shown) if len(shown) < done else ended[:COUNT_TO].count()
    return Board(needs, waits, shown, counts[0], counts[1], total)


def _of_the_desks() -> list[str]:
    return [kind.name for kind in all_kinds() if kind.section in DESKS or kind.name == "claim"]


def ringing_now(viewer: Viewer, compact: str, now: datetime) -> tuple[tuple[Record, datetime], ...]:
    """Return the letters of level 1 that ring at our desk, and since when: unseen, or past the time that we stated.

    A letter that nobody has seen rings from its receipt.
    """
    row, _ = compact_of(viewer, compact)
    rings = Q(status="open") | Q(due__gt="", due__lt=format_instant(now))
    urgent = seen(viewer, compact).filter(needing(US, row.party), rings, urgency=1)
    found = list(urgent.defer("owner_state", "state").order_by("id")[:MOST])
    starts = receipts_of(both_heads(row), [each for each in found if not each.due])
    limits = {each.pk: limit.at for each in found if (limit := stated(each.due, now))}
    since = [(each, limits.get(each.pk, starts.get(each.pk))) for each in found]
    return tuple((each, at) for each, at in since if at is not None)


def needs_count(viewer: Viewer, compact: str, who: str = US) -> int:
    """Return how many records need us (for the navigation of every page), or them."""
    row, _ = compact_of(viewer, compact)
    return seen(viewer, compact).filter(standing(who, row.party)).count()


def owed_on(viewer: Viewer, compact: str, id: str, now: datetime) -> BoardRow:  # noqa: A002
    """Return one record with what is owed on it, by whoever must act next."""
    row = row_of(viewer, compact, id)
    known, agreed = compact_of(viewer, compact)
    heads = both_heads(known)
    ours = row.needs_owner if row.owner == next(iter(heads)) else row.needs_other
    who = US if ours else THEM
    start = receipts_of(heads, [row]).get(row.pk)
    return _row(agreed, heads, row, start, who, now)


def deadline_of(viewer: Viewer, compact: str, id: str, now: datetime) -> Deadline | None:  # noqa: A002
    """Return what is owed on one record."""
    return owed_on(viewer, compact, id, now).deadline


def receipts_of(heads: Mapping[str, Head], found: Sequence[Record]) -> dict[int, datetime | None]:
    """Return when the side that did not open each record received its opening: what starts the clock.

    What they opened counts from our receipt, so that both sides count from the same moment; before it is given, from
    when the act was stored here.
    """
    statement = (
        "SELECT f.record_id, r.at, r.stored, e.stored FROM"  # noqa: S608 -- our own words
        ' (SELECT record_id, min("index") AS "index" FROM node_recordact WHERE compact_id = %s AND log_id = %s'
        " AND record_id IN ({}) GROUP BY record_id) f"
        ' JOIN node_entry e ON e.compact_id = %s AND e.log_id = %s AND e."index" = f."index"'
        f" LEFT JOIN node_receipt r ON r.id = {FIRST_RECEIPT}"
    )
    received: dict[int, datetime | None] = {}
    for party, head in heads.items():
        ids, own = [each.pk for each in found if each.owner == party], (head.compact_id, head.id)
        for pk, *when in sql.select_in(statement, own, ids, (*own, head.other(party))):
            received[pk] = _received(head, *when)
    return received


def _received(head: Head, at: int | None, given: int | None, stored: int) -> datetime | None:
    """Return when a receipt states that an entry had arrived; `given`, `stored`: when we stored receipt and entry."""
    if at is not None and given is not None:
        return datetime.fromtimestamp(believable(at, given), UTC)
    return None if head.is_ours else datetime.fromtimestamp(stored, UTC)


def _on_board(
    agreed: Agreed, heads: Mapping[str, Head], row: Record, start: datetime | None, who: str, now: datetime
) -> BoardRow:
    is_owner = (row.owner == next(iter(heads))) == (who == US)
    owes, asked = (row.needs_owner, row.asked_owner) if is_owner else (row.needs_other, row.asked_other)
    if not owes:
        return BoardRow(row, None, start, owes=False, asked=asked)
    return replace(_row(agreed, heads, row, start, who, now), asked=asked)


def _row(
    agreed: Agreed, heads: Mapping[str, Head], row: Record, start: datetime | None, who: str, now: datetime
) -> BoardRow:
    if not (row.needs_owner or row.needs_other):
        return BoardRow(row, None, start)
    own = stated(row.due, now)
    if not row.urgency:
        return BoardRow(row, own, start)
    ours = next(iter(heads.values())).ours
    party = ours if who == US else heads[ours].neighbour
    if own is not None and own.at is not None:
        return BoardRow(row, own, start, steps_again(agreed, row.urgency, party, own.at, now))
    done = row.others > row.idle_other
    owed = deadline(agreed, row.name, row.urgency, party, start, acknowledged=done, now=now)
    told = steps(agreed, row.name, row.urgency, party, start, acknowledged=done, now=now)
    return BoardRow(row, owed, start, told)
