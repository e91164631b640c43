"""The logs as their page shows them: heads, lines, proofs, and how the link stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hamsaya.core.checkpoint import add_line
from hamsaya.core.errors import Refused
from hamsaya.core.husk import is_husk
from hamsaya.core.merkle import inclusion_path
from hamsaya.core.note import encode_vkey
from hamsaya.core.proof import Proof, encode_proof
from hamsaya.core.tile import read_hash_from_tiles
from hamsaya.node.access import Viewer, check_compact, visible
from hamsaya.node.fold import read_wire, values
from hamsaya.node.head import Head, read_head, read_heads, tile_reader
from hamsaya.node.history import last_receipt, signed_size
from hamsaya.node.lookup import both_heads, compact_of
from hamsaya.node.models import SHARED, Receipt, Record
from hamsaya.node.projector import read_entries
from hamsaya.node.trust import key_history
from hamsaya.people.viewer import OPERATOR

QUIET = 24 * 3600
LINES = 50


def proof(viewer: Viewer, compact: str, party: str, index: int) -> bytes:
    """Return the `.tlog-proof` file of one entry: `core.proof.verify_proof` checks it with the log's keys alone.

    The note bears the owner's signature and, where there is one, the neighbour's cosignature. Refused for an entry
    about a record that the viewer may not see, and for one that no checkpoint covers yet.
    """
    return Prover(viewer, compact, party).proof(index)


class Prover:
    """Makes proofs of many entries of one log, all under the same signed head; each tile is read once."""

    def __init__(self, viewer: Viewer, compact: str, party: str) -> None:
        """Read the head."""
        check_compact(viewer, compact)
        self.viewer, self.head = viewer, read_head(compact, party, SHARED)
        self.size, self.note = signed_size(self.head), note_with_receipt(self.head, signed_size(self.head))
        self.read_hash = read_hash_from_tiles(cache(tile_reader(self.head)))

    def proof(self, index: int) -> bytes:
        """Return the proof of one entry; refused as the function of that name refuses."""
        if not 0 <= index < self.size:
            raise Refused("entry.not-signed", index=index, size=self.size)
        (entry,) = read_entries(self.head, index, index + 1)
        if not _may_see_entry(self.viewer, entry.data):
            raise Refused("entry.missing", index=index)
        if is_husk(entry.data):
            raise Refused("entry.erased", index=index)
        path = inclusion_path(index, self.size, self.read_hash)
        return encode_proof(Proof(entry.data, index, path, self.note))


def note_with_receipt(head: Head, size: int) -> bytes:
    """Return a log's latest note, with the neighbour's cosignature of that size added where there is one."""
    lines = Receipt.objects.filter(compact_id=head.compact_id, log_id=head.id, by=head.other(head.party), size=size)
    line = lines.order_by("-at").values_list("line", flat=True).first()
    return add_line(head.note, bytes(line)) if line else head.note


def _may_see_entry(viewer: Viewer, data: bytes) -> bool:
    wire = read_wire(data)
    if wire is None or viewer.standing == OPERATOR:
        return True
    return Record.objects.filter(visible(viewer), record=wire.record).exists()


@dataclass(frozen=True)
class EntryLine:
    """One line of a log as its page shows it; `value` is None where the viewer may not see what it is about."""

    index: int
    leaf: str
    stored: datetime
    size: int
    value: Mapping[str, Any] | None
    title: Mapping[str, str]
    """Of the record that it is about, by language."""


def entries(viewer: Viewer, compact: str, party: str, start: int, count: int = LINES) -> tuple[EntryLine, ...]:
    """Return lines of one log; what a mark hides shows its place and hash alone."""
    check_compact(viewer, compact)
    if start < 0 or not 0 < count <= 500:
        raise Refused("list.order", order="index", page=start)
    head = read_head(compact, party, SHARED)
    found = read_entries(head, start, min(head.size, start + count))
    wires = [read_wire(entry.data) for entry in found]
    wanted = {wire.record for wire in wires if wire}
    rows = Record.objects.filter(visible(viewer), record__in=wanted).defer("owner_state", "state")
    seen = {row.record: row.title for row in rows}
    shown = [wire is None or viewer.standing == OPERATOR or wire.record in seen for wire in wires]
    return tuple(
        EntryLine(
            each.index, each.leaf.hex(), datetime.fromtimestamp(each.at, UTC), len(each.data),
            values(each.data) if may else None, seen.get(wire.record, {}) if wire else {},
        )
        for each, wire, may in zip(found, wires, shown, strict=True)
    )  # fmt: skip


def node_key(viewer: Viewer, compact: str, party: str) -> str:
    """Return the line of the node key that signs a log now; "" where its key entries are not here yet."""
    check_compact(viewer, compact)
    head = read_head(compact, party, SHARED)
    current = key_history(head).current if head.root_key else None
    return encode_vkey(current) if current else ""


@dataclass(frozen=True)
class ReceiptLine:
    """A cosignature as the log's page shows it: how much of the log the neighbour of its owner had stored, and when."""

    size: int
    at: datetime


def receipts(
    viewer: Viewer, compact: str, party: str, start: int, end: int, count: int = LINES
) -> tuple[ReceiptLine, ...]:
    """Return the newest cosignatures of one log whose size lies in `(start, end]`, the newest first."""
    check_compact(viewer, compact)
    head = read_head(compact, party, SHARED)
    found = Receipt.objects.filter(compact_id=head.compact_id, log_id=head.id, by=head.other(party))
    rows = found.filter(size__gt=start, size__lte=end).order_by("-size", "-stored").values_list("size", "stored")
    return tuple(ReceiptLine(size, datetime.fromtimestamp(at, UTC)) for size, at in rows[:count])


@dataclass(frozen=True)
class LogView:
    """A log's head, for pages and for `status`."""

    party: str
    sort: str
    origin: str
    size: int
    root: str
    note: str
    signed: int
    covered: int
    """How much of it the neighbour of its owner cosigned."""
    covered_at: datetime | None
    projected: int
    frozen: str | None
    reconcile: bool


def logs(viewer: Viewer, compact: str) -> tuple[LogView, ...]:
    """Return the heads of the compact's logs; the audit trail for the operator alone."""
    check_compact(viewer, compact)
    heads = [head for head in read_heads(compact) if head.sort == SHARED or viewer.standing == OPERATOR]
    return tuple(_log_view(head) for head in heads)


def _log_view(head: Head) -> LogView:
    covered, at = last_receipt(head)
    return LogView(
        head.party, head.sort, head.origin, head.size, head.frontier.root().hex(), head.note.decode(),
        signed_size(head), covered, _moment(at), head.projected, head.frozen, head.reconcile,
    )  # fmt: skip


@dataclass(frozen=True)
class LinkState:
    """The light on every page: what waits to go out, when anything last came in, and whether something is wrong."""

    state: str
    """ok, waiting (not all of ours has been received), quiet (24 hours without a receipt), frozen (the neighbour's
    log), stopped (our own log has two histories), reconcile."""
    unsent: int
    """How many of our entries the neighbour has not cosigned."""
    last_receipt: datetime | None
    last_entry: datetime | None
    """When the neighbour's newest entry was stored here."""


def link_state(viewer: Viewer, compact: str, now: datetime) -> LinkState:
    """Return how the link to the neighbour stands, by what both have signed; nothing here asks the network."""
    row, _ = compact_of(viewer, compact)
    heads = both_heads(row)
    ours, theirs = heads[row.party], heads[row.neighbour]
    covered, stored = last_receipt(ours)
    newest = read_entries(theirs, theirs.size - 1, theirs.size) if theirs.size else []
    last = datetime.fromtimestamp(newest[0].at, UTC) if newest else None
    unsent, covered_at = ours.size - covered, _moment(stored)
    quiet = covered_at is None or (now - covered_at).total_seconds() > QUIET
    tests = (
        (ours.frozen is not None, "stopped"),
        (theirs.frozen is not None, "frozen"),
        (ours.reconcile, "reconcile"),
        (quiet, "quiet"),
        (unsent > 0, "waiting"),
    )
    state = next((name for holds, name in tests if holds), "ok")
    return LinkState(state, unsent, covered_at, last)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
