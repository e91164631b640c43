"""Everything that is read from a node: each function takes who is looking, and the compact, and shows no more than that.

Pages, exports, feeds and the command line read through here, so that a mark holds everywhere alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from hamsaya.core.checkpoint import add_line, parse_checkpoint
from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.compact import load_compact
from hamsaya.core.errors import Refused
from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import Kind, kind_of
from hamsaya.core.merkle import inclusion_path
from hamsaya.core.note import parse_note
from hamsaya.core.proof import Proof, encode_proof
from hamsaya.core.tile import read_hash_from_tiles
from hamsaya.node import blob, sql
from hamsaya.node import search as index
from hamsaya.node.access import Viewer, check_compact, visible
from hamsaya.node.deadline import Deadline, deadline, stated
from hamsaya.node.fold import Folded, decode_state, position, read_wire, values
from hamsaya.node.head import Head, read_head, read_heads, tile_reader
from hamsaya.node.models import SHARED, Compact, Receipt, Record, RecordAct, RecordRef
from hamsaya.node.projector import read_entries
from hamsaya.node.projector import state_digest as digest_of_all
from hamsaya.people.viewer import OPERATOR

PAGE = 50
COUNT_TO = 10_000
US, THEM = "us", "them"
QUIET = 24 * 3600
CLOCKS_APART = 300
BELIEVED = 30 * 24 * 3600
"""A cosignature's own time is believed if it is at most so many seconds older than its arrival: a bag takes days."""
ORDERS = {
    "changed": ("-changed", "-id"),
    "opened": ("-opened", "-id"),
    "due": ("due", "id"),
    "urgency": ("urgency", "changed", "id"),
    "title": ("title_en", "id"),
    "record": ("record",),
}


@dataclass(frozen=True)
class Page:
    """One page of a list; `total` counts to 10,000 and `more` tells whether there is a page after this one."""

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


@dataclass(frozen=True)
class ActView:
    """One act about a record, where it stands, and what each side has signed for."""

    party: str
    origin: str
    log: int
    index: int
    leaf: str
    kind: str
    act: str
    post: str
    at: str
    body: Mapping[str, Any]
    files: tuple[Mapping[str, Any], ...]
    stored: datetime
    had_effect: bool
    """False for an act that changed nothing: shown, flagged, never hidden."""
    signed: int
    """Size of the owner's latest checkpoint that covers the act, or 0."""
    receipt: datetime | None
    """When the other side cosigned a checkpoint that covers it: stored there, for both to prove."""


@cache
def _agreed(source: str) -> Agreed:
    return load_compact(source.encode())


def compact_of(viewer: Viewer, compact: str) -> tuple[Compact, Agreed]:
    """Return the compact's row and what its file agrees; Refused for a compact that is not the viewer's."""
    check_compact(viewer, compact)
    row = Compact.objects.filter(name=compact).first()
    if row is None:
        raise Refused("compact.not-here", compact=compact)
    return row, _agreed(row.source)


def _needs(who: str, ours: str) -> Q:
    mine = Q(owner=ours)
    if who == US:
        return (mine & Q(needs_owner=True)) | (~mine & Q(needs_other=True))
    if who == THEM:
        return (mine & Q(needs_other=True)) | (~mine & Q(needs_owner=True))
    raise Refused("list.needs", value=who)


def _seen(viewer: Viewer, compact: str) -> QuerySet[Record]:
    check_compact(viewer, compact)
    return Record.objects.filter(visible(viewer)).exclude(status="")


def records(
    viewer: Viewer,
    compact: str,
    kind: str | None = None,
    status: str | None = None,
    area: str | None = None,
    owner: str | None = None,
    needs: str | None = None,
    text: str | None = None,
    order: str = "changed",
    page: int = 1,
    size: int = PAGE,
) -> Page:
    """Return one page of the records that the viewer may see.

    `kind`: bare name; `needs`: "us" or "them"; `order`: one of `ORDERS`. Refused for an order that there is not.
    """
    if order not in ORDERS or page < 1 or not 1 <= size <= 500:
        raise Refused("list.order", order=order, page=page)
    found = _seen(viewer, compact)
    exact = {"name": kind, "status": status, "area": area, "owner": owner}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if needs:
        found = found.filter(_needs(needs, compact_of(viewer, compact)[0].party))
    if text:
        found = _matching(found, compact, text)
    if order == "due":
        found = found.exclude(due="")
    start = (page - 1) * size
    rows = tuple(found.order_by(*ORDERS[order]).defer("owner_state", "state")[start : start + size + 1])
    total = start + len(rows) if len(rows) <= size and (rows or page == 1) else found[:COUNT_TO].count()
    return Page(rows[:size], page, total, len(rows) > size)


def _matching(found: QuerySet[Record], compact: str, text: str) -> QuerySet[Record]:
    while index.catch_up(compact):
        pass
    row = Compact.objects.get(name=compact)
    query = index.matching(row.id, text)
    return found.none() if query is None else found.filter(pk__in=RawSQL(*query))  # noqa: S611 -- our own statement


def search(viewer: Viewer, compact: str, text: str, page: int = 1) -> Page:
    """Return visible records in which all the words occur, newest first; spellings of either language meet."""
    return records(viewer, compact, text=text, page=page) if text.strip() else Page((), 1, 0, False)


def _row(viewer: Viewer, compact: str, record: str) -> Record:
    check_compact(viewer, compact)
    row = Record.objects.filter(visible(viewer), record=record).first()
    if row is None:
        raise Refused("record.missing", record=record)
    return row


def record(viewer: Viewer, compact: str, id: str) -> RecordView:  # noqa: A002 -- what it is called everywhere
    """Return one record; Refused(`record.missing`) alike for one that is not there and one the viewer may not see."""
    row = _row(viewer, compact, id)
    kind = kind_of(row.kind)
    owner_state = decode_state(kind, bytes(row.owner_state))
    state = owner_state if row.state is None else decode_state(kind, bytes(row.state))
    refs = [ref for ref in RecordRef.objects.filter(record=row).values_list("ref", flat=True) if "/" in ref]
    pointing = RecordRef.objects.filter(compact_id=row.compact_id, ref=id).values("record_id")
    back = _seen(viewer, compact).filter(pk__in=pointing).order_by("record").values_list("record", flat=True)
    texts = fill_texts(row.compact_id, [owner_state, state])
    return RecordView(row, kind, texts[1], texts[0], tuple(sorted(refs)), tuple(back))


def fill_texts(compact_id: int, states: Sequence[Any]) -> list[Any]:
    """Return states, or plain values, with the texts that are here filled in.

    {"lang", "file"} becomes {"lang", "file", "text"}, or {"lang", "file", "gone": "withdrawn" | "not-arrived"}.
    """
    plain = [msgspec.to_builtins(state) for state in states]
    hashes = sorted({each for value in plain for each in index.files_in(value)})
    if not hashes:
        return list(states)
    texts, gone = blob.texts(compact_id, hashes), blob.withdrawn(compact_id, hashes)
    filled = [_filled(value, texts, gone) for value in plain]
    return [
        msgspec.convert(value, type(state)) if isinstance(state, msgspec.Struct) else value
        for value, state in zip(filled, states, strict=True)
    ]


def _filled(value: Any, texts: Mapping[str, str], gone: frozenset[str]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"lang", "file"}:
            name = value["file"]
            if name in texts:
                return {**value, "text": texts[name]}
            return {**value, "gone": "withdrawn" if name in gone else "not-arrived"}
        return {key: _filled(each, texts, gone) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(each, texts, gone) for each in value]
    return value


def text_of(viewer: Viewer, compact: str, record_id: str, hash: str) -> blob.NewBlob | None:  # noqa: A002
    """Return a file of a record that the viewer may see; None where it has not arrived or was withdrawn."""
    row = _row(viewer, compact, record_id)
    if not RecordRef.objects.filter(record=row, ref=f"file:{hash}").exists():
        raise Refused("file.not-named", hash=hash)
    return blob.read(row.compact_id, hash)


def history(viewer: Viewer, compact: str, id: str) -> tuple[ActView, ...]:  # noqa: A002
    """Return every act about a record, in the order in which this node came to know of them."""
    row = _row(viewer, compact, id)
    heads = _heads(row)
    found = [_act_view(heads[act.party], act) for act in _acts(row, heads)]
    bodies = fill_texts(row.compact_id, [dict(each.body) for each in found])
    whole = [replace(each, body=body) for each, body in zip(found, bodies, strict=True)]
    return tuple(sorted(whole, key=lambda each: (each.stored, each.party != row.owner, each.index)))


def _heads(row: Record) -> dict[str, Head]:
    compact = Compact.objects.get(pk=row.compact_id)
    return {party: read_head(compact.name, party, SHARED) for party in (compact.party, compact.neighbour)}


@dataclass(frozen=True, slots=True)
class _Act:
    party: str
    index: int
    leaf: bytes
    data: bytes
    stored: int
    had_effect: bool


def _acts(row: Record, heads: Mapping[str, Head]) -> list[_Act]:
    """Return the record's acts, the owner's first, with their effect as the fold finds it."""
    statement = (
        'SELECT l.party, e."index", e.leaf, e.data, e.stored FROM node_recordact a JOIN node_entry e'
        ' ON e.compact_id = a.compact_id AND e.log_id = a.log_id AND e."index" = a."index"'
        " JOIN node_log l ON l.id = a.log_id WHERE a.compact_id = %s AND a.record_id = %s"
    )
    rows = sql.rows(statement, (row.compact_id, row.pk))
    folded = Folded(row.record, row.owner, next(party for party in heads if party != row.owner))
    found = []
    for party, index, leaf, data, stored in sorted(rows, key=lambda each: (each[0] != row.owner, each[1])):
        wire = read_wire(bytes(data))
        if wire is not None:
            at = position(wire, party, index, bytes(leaf), row.owner)
            effect = folded.add(heads[party].id, wire, at, stored)
            found.append(_Act(party, index, bytes(leaf), bytes(data), stored, effect))
    return found


def _act_view(head: Head, act: _Act) -> ActView:
    value = values(act.data)
    signed = signed_size(head)
    return ActView(
        act.party, head.origin, head.id, act.index, act.leaf.hex(), value["kind"], value["act"], value["post"],
        value["at"], value["body"], tuple(value["files"]), datetime.fromtimestamp(act.stored, UTC), act.had_effect,
        signed if signed > act.index else 0, receipt_at(head, head.other(act.party), act.index),
    )  # fmt: skip


def signed_size(head: Head) -> int:
    """Return how much of a log its own party's latest checkpoint here signs."""
    return parse_checkpoint(parse_note(head.note).text).size if head.note else 0


def receipt_at(head: Head, by: str, index: int) -> datetime | None:
    """Return when `by` first cosigned a checkpoint that covers the entry: its own time if believable, else ours."""
    found = (
        Receipt.objects.filter(compact_id=head.compact_id, log_id=head.id, by=by, size__gt=index)
        .order_by("size", "at")
        .values_list("at", "stored")
        .first()
    )
    if found is None:
        return None
    theirs, ours = found
    return datetime.fromtimestamp(theirs if ours - BELIEVED <= theirs <= ours + CLOCKS_APART else ours, UTC)


def covered(viewer: Viewer, compact: str) -> dict[str, int]:
    """Return by origin how much of each log its owner signed and the neighbour cosigned: what `core.joint` asks for."""
    row, _ = compact_of(viewer, compact)
    return {
        head.origin: _covered(head)
        for head in (read_head(compact, row.party, SHARED), read_head(compact, row.neighbour, SHARED))
    }


def _covered(head: Head) -> int:
    sizes = Receipt.objects.filter(compact_id=head.compact_id, log_id=head.id, by=head.other(head.party))
    return sizes.order_by("-size").values_list("size", flat=True).first() or 0


@dataclass(frozen=True)
class Coverage:
    """How many acts of a record stand under both signatures; in force for both when that is all of them."""

    acts: int
    covered: int

    @property
    def in_force(self) -> bool:
        """Tell whether every act is signed by its owner and cosigned by the neighbour."""
        return self.acts == self.covered


def coverage(viewer: Viewer, compact: str, id: str) -> Coverage:  # noqa: A002
    """Return how much of a record both sides have signed for."""
    row = _row(viewer, compact, id)
    sizes = {head.id: _covered(head) for head in _heads(row).values()}
    places = RecordAct.objects.filter(compact_id=row.compact_id, record=row).values_list("log_id", "index")
    both = [index < sizes[log] for log, index in places]
    return Coverage(len(both), sum(both))


def proof(viewer: Viewer, compact: str, party: str, index: int) -> bytes:
    """Return the `.tlog-proof` file of one entry: `core.proof.verify_proof` checks it with the log's keys alone.

    The note bears the owner's signature and, where there is one, the neighbour's cosignature. Refused for an entry
    about a record that the viewer may not see, and for one that no checkpoint covers yet.
    """
    check_compact(viewer, compact)
    head = read_head(compact, party, SHARED)
    size = signed_size(head)
    if not 0 <= index < size:
        raise Refused("entry.not-signed", index=index, size=size)
    (entry,) = read_entries(head, index, index + 1)
    if not _may_see_entry(viewer, compact, entry.data):
        raise Refused("entry.missing", index=index)
    path = inclusion_path(index, size, read_hash_from_tiles(tile_reader(head)))
    return encode_proof(Proof(entry.data, index, path, note_with_receipt(head, size)))


def note_with_receipt(head: Head, size: int) -> bytes:
    """Return a log's latest note, with the neighbour's cosignature of that size added where there is one."""
    lines = Receipt.objects.filter(compact_id=head.compact_id, log_id=head.id, by=head.other(head.party), size=size)
    line = lines.order_by("-at").values_list("line", flat=True).first()
    return add_line(head.note, bytes(line)) if line else head.note


def _may_see_entry(viewer: Viewer, compact: str, data: bytes) -> bool:
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


def entries(viewer: Viewer, compact: str, party: str, start: int, count: int = PAGE) -> tuple[EntryLine, ...]:
    """Return lines of one log; what a mark hides shows its place and hash alone."""
    check_compact(viewer, compact)
    if start < 0 or not 0 < count <= 500:
        raise Refused("list.order", order="index", page=start)
    head = read_head(compact, party, SHARED)
    found = read_entries(head, start, min(head.size, start + count))
    wires = [read_wire(entry.data) for entry in found]
    wanted = {wire.record for wire in wires if wire}
    seen = set(Record.objects.filter(visible(viewer), record__in=wanted).values_list("record", flat=True))
    shown = [wire is None or viewer.standing == OPERATOR or wire.record in seen for wire in wires]
    return tuple(
        EntryLine(
            each.index, each.leaf.hex(), datetime.fromtimestamp(each.at, UTC), len(each.data),
            values(each.data) if may else None,
        )
        for each, may in zip(found, shown, strict=True)
    )  # fmt: skip


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
    last = Receipt.objects.filter(compact_id=head.compact_id, log_id=head.id, by=head.other(head.party))
    receipt = last.order_by("-size", "-stored").values_list("size", "stored").first() or (0, None)
    at = None if receipt[1] is None else datetime.fromtimestamp(receipt[1], UTC)
    return LogView(
        head.party, head.sort, head.origin, head.size, head.frontier.root().hex(), head.note.decode(),
        signed_size(head), receipt[0], at, head.projected, head.frozen, head.reconcile,
    )  # fmt: skip


@dataclass(frozen=True)
class LinkState:
    """The light on every page: what waits to go out, when anything last came in, and whether something is wrong."""

    state: str
    """ok, waiting (not all of ours has been received), quiet (24 hours without a receipt), frozen, reconcile."""
    unsent: int
    """How many of our entries the neighbour has not cosigned."""
    last_receipt: datetime | None
    last_entry: datetime | None
    """When the neighbour's newest entry was stored here."""


def link_state(viewer: Viewer, compact: str, now: datetime) -> LinkState:
    """Return how the link to the neighbour stands, by what both have signed; nothing here asks the network."""
    row, _ = compact_of(viewer, compact)
    ours, theirs = (_log_view(read_head(compact, party, SHARED)) for party in (row.party, row.neighbour))
    head = read_head(compact, row.neighbour, SHARED)
    newest = read_entries(head, head.size - 1, head.size) if head.size else []
    last = datetime.fromtimestamp(newest[0].at, UTC) if newest else None
    unsent = ours.size - ours.covered
    quiet = ours.covered_at is None or (now - ours.covered_at).total_seconds() > QUIET
    state = "waiting" if unsent else "quiet" if quiet else "ok"
    if theirs.frozen is not None or ours.frozen is not None:
        state = "frozen"
    elif ours.reconcile:
        state = "reconcile"
    return LinkState(state, unsent, ours.covered_at, last)


@dataclass(frozen=True)
class BoardRow:
    """One record on the board with what is owed on it."""

    row: Record
    deadline: Deadline | None


@dataclass(frozen=True)
class Board:
    """What needs us, what waits for them, and what was done today."""

    needs_us: tuple[BoardRow, ...]
    waits_for_them: tuple[BoardRow, ...]
    done_today: tuple[Record, ...]


def board(viewer: Viewer, compact: str, now: datetime, limit: int = 200) -> Board:
    """Return the three columns of the first page, the most urgent first, each with its deadline."""
    row, agreed = compact_of(viewer, compact)
    seen = _seen(viewer, compact).defer("owner_state", "state")
    heads = {party: read_head(compact, party, SHARED) for party in (row.party, row.neighbour)}
    columns = []
    for who in (US, THEM):
        found = list(seen.filter(_needs(who, row.party)).order_by("urgency", "changed", "id")[:limit])
        starts = _starts(heads, found)
        columns.append(tuple(BoardRow(each, _owed(agreed, heads, each, starts[each.pk], who, now)) for each in found))
    day = now.astimezone(agreed.party(row.party).tz).replace(hour=0, minute=0, second=0, microsecond=0)
    done = seen.filter(needs_owner=False, needs_other=False, changed__gte=format_instant(day))
    return Board(columns[0], columns[1], tuple(done.order_by("-changed", "-id")[:limit]))


def deadline_of(viewer: Viewer, compact: str, id: str, now: datetime) -> Deadline | None:  # noqa: A002
    """Return what is owed on one record, by whoever must act next."""
    row = _row(viewer, compact, id)
    _, agreed = compact_of(viewer, compact)
    heads = _heads(row)
    who = US if (row.owner == next(iter(heads))) == row.needs_owner else THEM
    return _owed(agreed, heads, row, _starts(heads, [row])[row.pk], who, now)


def _starts(heads: Mapping[str, Head], found: Sequence[Record]) -> dict[int, datetime | None]:
    """Return when the side that did not open each record received its opening: what starts the clock."""
    logs = {head.id: head for head in heads.values()}
    statement = (
        'SELECT a.record_id, a.log_id, min(a."index") FROM node_recordact a WHERE a.compact_id = %s'
        " AND a.record_id IN ({}) GROUP BY a.record_id, a.log_id"
    )
    compact_id = next(iter(logs.values())).compact_id
    first = {(pk, log): index for pk, log, index in _by_record(statement, compact_id, [each.pk for each in found])}
    starts: dict[int, datetime | None] = {}
    for each in found:
        head = heads[each.owner]
        index = first.get((each.pk, head.id))
        starts[each.pk] = None if index is None else _received(head, index)
    return starts


def _by_record(statement: str, compact_id: int, ids: Sequence[int]) -> list[sql.Row]:
    head, _, tail = statement.partition("({})")
    found: list[sql.Row] = []
    for at in range(0, len(ids), 500):
        part = ids[at : at + 500]
        marks = ", ".join(["%s"] * len(part))
        found += sql.rows(f"{head}({marks}){tail}", (compact_id, *part))
    return found


def _received(head: Head, index: int) -> datetime | None:
    if head.is_ours:
        return receipt_at(head, head.neighbour, index)
    (entry,) = read_entries(head, index, index + 1)
    return datetime.fromtimestamp(entry.at, UTC)


def _owed(
    agreed: Agreed, heads: Mapping[str, Head], row: Record, start: datetime | None, who: str, now: datetime
) -> Deadline | None:
    if not (row.needs_owner or row.needs_other):
        return None
    own = stated(row.due, now)
    if own is not None or not row.urgency:
        return own
    ours = next(iter(heads.values())).ours
    party = ours if who == US else heads[ours].neighbour
    done = row.others > row.idle_other
    return deadline(agreed, row.name, row.urgency, party, start, acknowledged=done, now=now)


def state_digest(viewer: Viewer, compact: str) -> str:
    """Return one digest over all records; equal on both nodes when both hold the same entries."""
    check_compact(viewer, compact)
    return digest_of_all(compact)


def states(viewer: Viewer, compact: str, kind: str) -> tuple[Any, ...]:
    """Return the folded state of every record of a kind that the viewer may see, texts not filled in."""
    found = _seen(viewer, compact).filter(name=kind).order_by("record")
    folded = [(kind_of(row.kind), row.owner_state if row.state is None else row.state) for row in found]
    return tuple(decode_state(known, bytes(data)) for known, data in folded if known is not None)
