"""The projector: reads entries in the order of their log, folds them into records, and writes the records' rows.

Records can be thrown away and folded again; `rebuild` does so and tells whether the digests stayed the same.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from hamsaya.core.fields import format_instant
from hamsaya.node import sql
from hamsaya.node.fold import (
    ERASED,
    Folded,
    OtherAct,
    Tried,
    Wire,
    decode_state,
    digest,
    encode_state,
    owner_of,
    position,
    read_wire,
)
from hamsaya.node.head import Head, lock_compact, read_head, read_heads, write_head
from hamsaya.node.models import SHARED

BATCH = 4096
TABLES = "node_entry, node_record, node_recordact, node_recordref"

READ = (
    "id, record, owner, kind, owner_state, state, audience, marks, markings, use, opened, changed, status, acts,"
    " others, idle_owner, idle_other"
)
WRITE = (
    "id, compact_id, record, owner, kind, name, title_en, title_fa, title_ur, status, due, happened, place, area,"
    " urgency, audience, marks, markings, use, needs_owner, needs_other, asked_owner, asked_other, opened, changed,"
    " acts, others, idle_owner, idle_other, owner_state, state, digest"
)
_CHANGING = [name.strip() for name in WRITE.split(",")][4:]
UPDATE = f"UPDATE node_record SET {', '.join(f'{name} = %s' for name in _CHANGING)} WHERE id = %s"  # noqa: S608


class Stored(msgspec.Struct, frozen=True, gc=False):
    """One entry as it lies in the database."""

    index: int
    leaf: bytes
    data: bytes
    at: int


def read_entries(head: Head, start: int, end: int) -> list[Stored]:
    """Return the entries `[start, end)`."""
    statement = (
        'SELECT "index", leaf, data, stored FROM node_entry WHERE compact_id = %s AND log_id = %s'
        ' AND "index" >= %s AND "index" < %s ORDER BY "index"'
    )
    found = sql.rows(statement, (head.compact_id, head.id, start, end))
    return [Stored(index, bytes(leaf), bytes(data), at) for index, leaf, data, at in found]


class Records:
    """The records of one compact that a transaction touches: loaded once, folded into, written back at the end."""

    def __init__(self, head: Head) -> None:
        """`head`: the log that the transaction writes; the caller holds the write lock."""
        self.head = head
        self.found: dict[str, Folded] = {}
        self.dirty: dict[str, Folded] = {}

    def load(self, wanted: Iterable[str]) -> None:
        """Read those records that are not read yet."""
        missing = sorted({record for record in wanted if record not in self.found})
        if not missing:
            return
        statement = f"SELECT {READ} FROM node_record WHERE compact_id = %s AND record IN ({{}})"  # noqa: S608
        for row in sql.select_in(statement, (self.head.compact_id,), missing):
            self.found[row[1]] = self._folded(row)
        for record in missing:
            owner = owner_of(record)
            if record not in self.found and owner in (self.head.ours, self.head.neighbour):
                self.found[record] = Folded(record, owner, self.head.other(owner))

    def _folded(self, row: sql.Row) -> Folded:
        pk, record, owner, wire, owner_state, state, audience, *marks, use, opened, changed, status = row[:-4]
        folded = Folded(record, owner, self.head.other(owner), pk, wire)
        folded.owner_state = decode_state(folded.kind, bytes(owner_state))
        folded.state = folded.owner_state if state is None else decode_state(folded.kind, bytes(state))
        folded.audience, folded.use, folded.opened = audience, use, opened
        folded.changed = int(datetime.fromisoformat(changed).timestamp())
        folded.acts, folded.others, folded.idle_owner, folded.idle_other = row[-4:]
        folded.read_marks(*marks)
        folded.erased = status == ERASED
        folded.refs = frozenset(folded.facets().refs)
        folded.is_new = False
        return folded

    def get(self, record: str) -> Folded | None:
        """Return a loaded record, up to date; None for an id that names neither party."""
        folded = self.found.get(record)
        if folded is not None and folded.stale:
            folded.refold(self.other_acts(folded))
        return folded

    def save(self, wanted: Iterable[str]) -> dict[str, Folded | None]:
        """Return copies of records, for `restore` when a later act of the same hand is refused."""
        return {record: self.found[record].copy() if record in self.dirty else None for record in wanted}

    def restore(self, saved: dict[str, Folded | None]) -> None:
        """Put records back as they were saved."""
        for record, folded in saved.items():
            self.dirty.pop(record, None)
            self.found.pop(record, None)
            if folded is not None:
                self.found[record] = self.dirty[record] = folded

    def add(self, log: Head, wire: Wire, index: int, leaf: bytes, stored: int, tried: Tried | None = None) -> None:
        """Fold one entry in (`tried`: as in `Folded.add`); one about a record of neither party changes nothing."""
        folded = self.found.get(wire.record)
        if folded is not None:
            folded.add(log.id, wire, position(wire, log.party, index, leaf, folded.owner), stored, tried)
            self.dirty[wire.record] = folded

    def other_acts(self, folded: Folded) -> list[OtherAct]:
        """Return the acts of the party that does not own the record, in the order of their log."""
        statement = (
            'SELECT e."index", e.leaf, e.data FROM node_recordact a JOIN node_entry e ON e.compact_id = a.compact_id'
            ' AND e.log_id = a.log_id AND e."index" = a."index" JOIN node_log l ON l.id = a.log_id'
            ' WHERE a.compact_id = %s AND a.record_id = %s AND l.party = %s ORDER BY e."index"'
        )
        acts = []
        for index, leaf, data in sql.rows(statement, (self.head.compact_id, folded.id, folded.other)):
            if wire := read_wire(bytes(data)):
                acts.append((wire, position(wire, folded.other, index, bytes(leaf), folded.owner)))
        return acts

    def write(self) -> None:
        """Write the touched records back."""
        touched = list(self.dirty.values())
        for folded in touched:
            if folded.stale:
                folded.refold(self.other_acts(folded))
        new = [folded for folded in touched if folded.is_new]
        for folded, pk in zip(new, sql.new_ids("node_record", len(new)) if new else [], strict=True):
            folded.id = pk
        compact = self.head.compact_id
        refs: list[sql.Row] = []
        gone: list[sql.Row] = []
        made, changed = [], []
        for folded in touched:
            row = _row(compact, folded, refs, gone)
            if folded.is_new:
                made.append(row)
            else:
                changed.append((*row[4:], folded.id))
        sql.insert("node_record", WRITE, made)
        if changed:
            sql.run_many(UPDATE, changed)
        acts = [(compact, folded.id, log, index) for folded in touched for log, index in folded.touched]
        sql.insert("node_recordact", 'compact_id, record_id, log_id, "index"', acts)
        _write_refs(refs, gone)
        for folded in touched:
            folded.is_new, folded.touched, folded.files = False, [], []
        self.dirty = {}


def _row(compact: int, folded: Folded, refs: list[sql.Row], gone: list[sql.Row]) -> sql.Row:
    """Return the record's row, each text cut to its column, and note which references came and went."""
    facets = folded.facets()
    owner_state = state = encode_state(folded.owner_state)
    if folded.state is not folded.owner_state:
        state = encode_state(folded.state)
    if facets.refs or folded.refs or folded.files:
        _compare_refs(compact, folded, frozenset(facets.refs), refs, gone)
    wire, title, needs, asked, yes = folded.wire, facets.title.get, facets.needs, folded.asked, sql.truth()
    return (
        folded.id, compact, folded.record, folded.owner, wire[:53], wire.partition("/")[0][:48],
        title("en", ""), title("fa", ""), title("ur", ""),
        facets.status[:48], (facets.due or "")[:20], (facets.when or "")[:20],
        (facets.place or "")[:63], (facets.area or "")[:63], facets.urgency or 0,
        folded.audience[:5], folded.marks, folded.markings, folded.use[:2], yes(folded.owner in needs),
        yes(folded.other in needs), yes(asked == folded.owner), yes(asked == folded.other),
        folded.opened[:20], _instant(folded.changed),
        folded.acts, folded.others, folded.idle_owner, folded.idle_other,
        sql.Blob(owner_state), None if state == owner_state else sql.Blob(state), sql.Blob(digest(state)),
    )  # fmt: skip


def _compare_refs(compact: int, folded: Folded, now: frozenset[str], refs: list[sql.Row], gone: list[sql.Row]) -> None:
    refs += [(compact, folded.id, ref[:72]) for ref in (now - folded.refs).union(folded.files)]
    gone += [(compact, folded.id, ref[:72]) for ref in folded.refs - now]
    folded.refs = now


@lru_cache(maxsize=64)
def _instant(seconds: int) -> str:
    return format_instant(datetime.fromtimestamp(seconds, UTC))


def _write_refs(refs: Sequence[sql.Row], gone: Sequence[sql.Row]) -> None:
    if gone:
        sql.run_many("DELETE FROM node_recordref WHERE compact_id = %s AND record_id = %s AND ref = %s", gone)
    if refs:
        statement = "INSERT INTO node_recordref (compact_id, record_id, ref) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        sql.run_many(statement, refs)


def fold_entries(head: Head, entries: Sequence[Stored]) -> None:
    """Fold entries of one log, which follow what is folded already, into their records and write those."""
    records = Records(head)
    wires = [(entry, wire) for entry in entries if (wire := read_wire(entry.data))]
    records.load(wire.record for _, wire in wires)
    for entry, wire in wires:
        records.add(head, wire, entry.index, entry.leaf, entry.at)
    records.write()


def project(compact: str, party: str, limit: int = BATCH) -> int:
    """Fold the next entries of one log, at most so many, in one transaction; return how many were left to fold."""
    with sql.writing():
        head = read_head(compact, party, SHARED, lock=True)
        end = min(head.size, head.projected + limit)
        if end > head.projected:
            fold_entries(head, read_entries(head, head.projected, end))
            write_head(replace(head, projected=end))
    sql.count_again(TABLES, head.projected, end)
    return head.size - end


def project_all(compact: str, limit: int = BATCH) -> None:
    """Fold whatever is not folded yet, in batches."""
    for head in read_heads(compact):
        if head.sort == SHARED:
            while project(compact, head.party, limit):
                pass


def state_digest(compact: str) -> str:
    """Return one digest over all records and their states; equal on both nodes when both hold the same entries."""
    statement = (
        "SELECT r.record, r.digest FROM node_record r JOIN node_compact c ON c.id = r.compact_id"
        " WHERE c.name = %s AND r.owner_state <> %s"
    )
    lines = sorted(f"{record} {bytes(each).hex()}\n" for record, each in sql.rows(statement, (compact, b"")))
    return digest("".join(lines).encode()).hex()


def rebuild(compact: str) -> tuple[str, str]:
    """Throw the records of a compact away and fold them again, in one transaction; return both digests, old and new.

    Reactors do not notice: their cursors stay where they are. Only the search index is made anew.
    """
    with sql.writing():
        lock_compact(compact)
        project_all(compact)
        before = state_digest(compact)
        _forget(read_heads(compact)[0].compact_id)
        project_all(compact)
        return before, state_digest(compact)


def _forget(compact_id: int) -> None:
    rows_of = "(SELECT id FROM node_record WHERE compact_id = %s)"
    found = f"rowid IN {rows_of}" if sql.is_sqlite() else "compact_id = %s"
    sql.run(f"DELETE FROM node_search WHERE {found}", (compact_id,))  # noqa: S608 -- our own names
    for table in ("node_recordact", "node_recordref", "node_record"):
        sql.run(f"DELETE FROM {table} WHERE compact_id = %s", (compact_id,))  # noqa: S608 -- our own names
    sql.run("UPDATE node_log SET projected = 0 WHERE compact_id = %s", (compact_id,))
    sql.run("DELETE FROM node_reactor WHERE compact_id = %s AND name = 'search'", (compact_id,))
