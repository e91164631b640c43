"""What is read from a node: each function takes who is looking, and the compact, and shows no more than that.

Pages, exports, feeds and the command line read through here, so that a mark holds everywhere alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length, Substr

from hamsaya.core.errors import Refused
from hamsaya.core.exercise import exercise_of
from hamsaya.core.kinds import Kind, kind_of
from hamsaya.node import approval, blob
from hamsaya.node import search as finder
from hamsaya.node.access import Viewer, check_compact, visible
from hamsaya.node.board import Board, BoardRow, board, deadline_of, needs_count, owed_on, ringing_now
from hamsaya.node.fold import ERASED, decode_state
from hamsaya.node.history import ActView, Coverage, coverage, covered, history
from hamsaya.node.logbook import (
    EntryLine,
    LinkState,
    LogView,
    ReceiptLine,
    entries,
    link_state,
    logs,
    node_key,
    proof,
    receipts,
)
from hamsaya.node.lookup import ANY, COUNT_TO, THEM, US, both_heads, compact_of, fill_texts, row_of, seen, standing
from hamsaya.node.models import Compact, Record, RecordRef
from hamsaya.node.projector import state_digest as digest_of_all

__all__ = [
    "ANY",
    "COUNT_TO",
    "THEM",
    "US",
    "ActView",
    "Board",
    "BoardRow",
    "Coverage",
    "EntryLine",
    "LinkState",
    "LogView",
    "Page",
    "ReceiptLine",
    "RecordView",
    "board",
    "compact_of",
    "coverage",
    "covered",
    "deadline_of",
    "entries",
    "every",
    "fill_texts",
    "history",
    "link_state",
    "logs",
    "needs_count",
    "node_key",
    "our_size",
    "owed_on",
    "proof",
    "receipts",
    "record",
    "records",
    "ringing_now",
    "rows_of",
    "search",
    "state_digest",
    "states",
    "states_of",
    "text_of",
]  # fmt: skip

PAGE, PART = 50, 500
"""How many records a page holds, and how many are read at a time."""
ORDERS = {
    "changed": ("-changed", "-id"),
    "opened": ("-opened", "-id"),
    "due": ("due", "id"),
    "urgency": ("urgency", "changed", "id"),
    "title": ("title_en", "id"),
    "record": ("record",),
    "number": (Substr("record", Length("owner") + 2), "id"),
}


@dataclass(frozen=True)
class Page:
    """One page of a list; `total` counts to `COUNT_TO` and `more` tells whether there is a page after this one."""

    rows: tuple[Record, ...]
    page: int
    total: int
    more: bool


@dataclass(frozen=True)
class RecordView:
    """A record as its two sides made it; texts are filled in where they are here."""

    row: Record
    kind: Kind[Any] | None
    state: Any
    owner_state: Any
    """What the owner's acts alone add up to: the owner's view."""
    refs: tuple[str, ...]
    """Records that this one points to."""
    back: tuple[str, ...]
    """Visible records that point to this one."""


def records(  # noqa: PLR0913, PLR0917 -- each is a filter that a page offers
    viewer: Viewer,
    compact: str,
    kind: str | Sequence[str] | None = None,
    status: str | None = None,
    area: str | None = None,
    owner: str | None = None,
    needs: str | None = None,
    text: str | None = None,
    order: str = "changed",
    page: int = 1,
    size: int = PAGE,
    exercise: str = "",
) -> Page:
    """Return one page of the records that the viewer may see.

    `kind`: bare name, or several; `needs`: "us" or "them"; `order`: one of `ORDERS`; `exercise`: the name of the
    exercise whose records are meant, else actual ones. Refused for an order that there is not.
    """
    if page < 1 or not 1 <= size <= PART:
        raise Refused("list.order", order=order, page=page)
    filters = {"kind": kind, "status": status, "area": area, "owner": owner, "needs": needs, "text": text}
    found = _ordered(_filtered(viewer, compact, exercise, **filters), order)
    start = (page - 1) * size
    rows = tuple(_in_parts(viewer, compact, list(found.values_list("pk", flat=True)[start : start + size + 1])))
    total = start + len(rows) if len(rows) <= size and (rows or page == 1) else found.order_by()[:COUNT_TO].count()
    return Page(rows[:size], page, total, len(rows) > size)


def every(viewer: Viewer, compact: str, order: str = "changed", exercise: str = "", **filters: Any) -> Iterator[Record]:
    """Yield all the records that the viewer may see, however many; orders and filters are those of `records`."""
    found = _ordered(_filtered(viewer, compact, exercise, **filters), order)
    yield from _in_parts(viewer, compact, list(found.values_list("pk", flat=True)))


def _in_parts(viewer: Viewer, compact: str, keys: Sequence[int]) -> Iterator[Record]:
    """Yield whole rows by their keys, in this order: what is sorted and counted before needs no more than the keys."""
    for at in range(0, len(keys), PART):
        held = Record.objects.defer("owner_state", "state").in_bulk(keys[at : at + PART])
        rows = [held[pk] for pk in keys[at : at + PART] if pk in held]
        approval.tell(viewer, compact, rows)
        yield from rows


def _filtered(viewer: Viewer, compact: str, exercise: str, **filters: Any) -> QuerySet[Record]:
    found = seen(viewer, compact, exercise)
    kind = filters.get("kind")
    name = "name" if isinstance(kind, str) else "name__in"
    exact = {name: kind, "area": filters.get("area"), "owner": filters.get("owner")}
    found = found.filter(**{column: value for column, value in exact.items() if value})
    if status := filters.get("status"):
        found = found.filter(approval.in_status(viewer, compact, status))
    if needs := filters.get("needs"):
        found = found.filter(standing(needs, compact_of(viewer, compact)[0].party))
    if text := filters.get("text"):
        found = _matching(found, compact, text)
    return found


def _ordered(found: QuerySet[Record], order: str) -> QuerySet[Record]:
    if order not in ORDERS:
        raise Refused("list.order", order=order, page=1)
    if order == "due":
        found = found.exclude(due="")
    if order == "number" and found[COUNT_TO : COUNT_TO + 1].exists():
        order = "record"  # nobody reads so many by number, and the ids have an index
    return found.order_by(*ORDERS[order])


def _matching(found: QuerySet[Record], compact: str, text: str) -> QuerySet[Record]:
    while finder.catch_up(compact):
        pass
    row = Compact.objects.get(name=compact)
    query = finder.matching(row.id, text)
    return found.none() if query is None else found.filter(pk__in=RawSQL(*query))  # noqa: S611 -- our own statement


def search(viewer: Viewer, compact: str, text: str, page: int = 1) -> Page:
    """Return visible records in which all the words occur, newest first; spellings of either language meet."""
    return records(viewer, compact, text=text, page=page) if text.strip() else Page((), 1, 0, False)


def record(viewer: Viewer, compact: str, id: str) -> RecordView:  # noqa: A002 -- what it is called everywhere
    """Return one record; Refused(`record.missing`) alike for one that is not there and one the viewer may not see."""
    row = row_of(viewer, compact, id)
    approval.tell(viewer, compact, [row])
    kind = kind_of(row.kind)
    owner_state = decode_state(kind, bytes(row.owner_state))
    state = owner_state if row.state is None else decode_state(kind, bytes(row.state))
    refs = [ref for ref in RecordRef.objects.filter(record=row).values_list("ref", flat=True) if "/" in ref]
    pointing = list(RecordRef.objects.filter(compact_id=row.compact_id, ref=id).values_list("record_id", flat=True))
    back = sorted(seen(viewer, compact, exercise_of(id)).filter(pk__in=pointing).values_list("record", flat=True))
    texts = fill_texts(row.compact_id, [owner_state, state])
    return RecordView(row, kind, texts[1], texts[0], tuple(sorted(refs)), tuple(back))


def rows_of(viewer: Viewer, compact: str, records: Sequence[str]) -> list[Record]:
    """Return the rows of those of some records that the viewer may see, in the order given."""
    check_compact(viewer, compact)
    if not records:
        return []
    found = Record.objects.filter(visible(viewer), record__in=records).defer("owner_state", "state")
    rows = {row.record: row for row in found}
    approval.tell(viewer, compact, rows.values())
    return [rows[each] for each in records if each in rows]


def our_size(viewer: Viewer, compact: str) -> int:
    """Return how many entries our own log holds: what a page was drawn from."""
    row, _ = compact_of(viewer, compact)
    return both_heads(row)[row.party].size


def text_of(viewer: Viewer, compact: str, record_id: str, hash: str) -> blob.NewBlob | None:  # noqa: A002
    """Return a file of a record that the viewer may see; None where it has not arrived or was withdrawn."""
    row = row_of(viewer, compact, record_id)
    if not RecordRef.objects.filter(record=row, ref=f"file:{hash}").exists():
        raise Refused("file.not-named", hash=hash)
    return blob.read(row.compact_id, hash)


def state_digest(viewer: Viewer, compact: str) -> str:
    """Return one digest over all records; equal on both nodes when both hold the same entries."""
    check_compact(viewer, compact)
    return digest_of_all(compact)


def states(viewer: Viewer, compact: str, kind: str) -> tuple[Any, ...]:
    """Return the folded state of every record of a kind that the viewer may see, texts not filled in."""
    return tuple(state for _, state in states_of(viewer, compact, kind))


def states_of(viewer: Viewer, compact: str, kind: str, exercise: str = "") -> tuple[tuple[Record, Any], ...]:
    """Return every record of a kind that the viewer may see with its folded state, texts not filled in."""
    found = seen(viewer, compact, exercise).filter(name=kind).exclude(status=ERASED)
    rows = sorted(found, key=lambda row: row.record)  # sorted in SQL, it would walk every record of the compact
    approval.tell(viewer, compact, rows)
    known = [(row, kind_of(row.kind), row.owner_state if row.state is None else row.state) for row in rows]
    return tuple((row, decode_state(each, bytes(data))) for row, each, data in known if each is not None)
