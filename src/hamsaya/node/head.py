"""The head of a log: read under lock, grown by entries, written back in the same transaction."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from hamsaya.core.errors import Broken, Refused
from hamsaya.core.keys import KIND as KEY_KIND
from hamsaya.core.merkle import HASH_SIZE, Frontier
from hamsaya.core.tile import WIDTH, ReadTile, tiles_for_append
from hamsaya.node import sql
from hamsaya.node.look import look_again
from hamsaya.node.models import SHARED

FROM = (
    "SELECT l.id, l.compact_id, c.name, l.party, l.sort, l.origin, l.frontier, l.root, l.note, l.frozen, l.reconcile,"
    " l.projected, l.root_key, l.key_entries, c.party, c.neighbour FROM node_log l"
    " JOIN node_compact c ON c.id = l.compact_id WHERE c.name = %s"
)
KEY_MARK = f'"kind":"{KEY_KIND}"'.encode()


class Head(msgspec.Struct, frozen=True):
    """A log as its row says: whose it is, how long, and how far it is folded into records."""

    id: int
    compact_id: int
    compact: str
    party: str
    sort: str
    origin: str
    frontier: Frontier
    root: bytes
    note: bytes
    frozen: str | None
    reconcile: bool
    projected: int
    root_key: str
    key_entries: tuple[int, ...]
    ours: str
    neighbour: str

    @property
    def size(self) -> int:
        """Return how many entries are stored."""
        return self.frontier.size

    @property
    def is_ours(self) -> bool:
        """Tell whether this node signs the log."""
        return self.party == self.ours

    def other(self, party: str) -> str:
        """Return the party across the border from this one."""
        return self.neighbour if party == self.ours else self.ours


def _head(row: sql.Row) -> Head:
    frontier = Frontier.from_bytes(bytes(row[6]))
    keys = tuple(map(int, row[13].split(","))) if row[13] else ()
    root, note, frozen, reconcile, *rest = row[7:13]
    values = (*row[:6], frontier, bytes(root), bytes(note), frozen, bool(reconcile), *rest, keys, *row[14:])
    return Head(*values)


def read_heads(compact: str) -> tuple[Head, ...]:
    """Return the heads of a compact's logs: ours, the neighbour's, our audit trail."""
    return tuple(_head(row) for row in sql.rows(f"{FROM} ORDER BY l.id", (compact,)))


def read_head(compact: str, party: str | None, sort: str, *, lock: bool = False) -> Head:
    """Return one head, or raise Refused; with `lock` nobody else writes in this compact until the transaction ends.

    `party`: whose log; None for our own.
    """
    if lock:
        lock_compact(compact)
    row = sql.one(f"{FROM} AND l.party = coalesce(%s, c.party) AND l.sort = %s", (compact, party, sort))
    if row is None:
        raise Refused("compact.not-here", compact=compact)
    return _head(row)


def lock_compact(compact: str) -> None:
    """Be the only writer in this compact until the transaction ends: both logs meet in the same records.

    A statement of its own: what is read after it is what the former writer left. SQLite has one writer at a time.
    """
    if not sql.is_sqlite():
        sql.run("SELECT id FROM node_compact WHERE name = %s FOR UPDATE", (compact,))


def read_pair(compact: str) -> tuple[Head, Head]:
    """Return our own log's head and the neighbour's, the compact locked. Refused for a compact that is not here."""
    lock_compact(compact)
    rows = sql.rows(f"{FROM} AND l.sort = %s", (compact, SHARED))
    heads = {head.is_ours: head for head in map(_head, rows)}
    if not heads:
        raise Refused("compact.not-here", compact=compact)
    return heads[True], heads[False]


def grow(head: Head, many: Sequence[tuple[bytes, bytes]], now: int) -> Head:
    """Store entries, given as (leaf hash, bytes), and the tiles they fill; return the head as it then is."""
    start = head.size
    stored = [
        (head.compact_id, head.id, start + at, sql.Blob(leaf), sql.Blob(data), now)
        for at, (leaf, data) in enumerate(many)
    ]
    sql.insert("node_entry", 'compact_id, log_id, "index", leaf, data, stored', stored)
    leaves = [leaf for leaf, _ in many]
    _store_tiles(head, leaves)
    keys = tuple(start + at for at, (_, data) in enumerate(many) if KEY_MARK in data)
    frontier = head.frontier.extend(leaves)
    return replace(head, frontier=frontier, root=frontier.root(), key_entries=head.key_entries + keys)


def _store_tiles(head: Head, leaves: Sequence[bytes]) -> None:
    """Store what became full at level 0 and all that grew above it."""
    start = head.size // WIDTH * WIDTH
    full = (head.size + len(leaves)) // WIDTH * WIDTH
    if full == start:
        return
    row = [*read_leaves(head, start, head.size), *leaves][: full - start]
    tiles = tiles_for_append(start, row, tile_reader(head))
    statement = (
        'INSERT INTO node_tile (compact_id, log_id, level, "index", data) VALUES (%s, %s, %s, %s, %s)'
        ' ON CONFLICT (compact_id, log_id, level, "index") DO UPDATE SET data = excluded.data'
    )
    sql.run_many(statement, [(head.compact_id, head.id, *place, data) for place, data in tiles.items()])


def read_leaves(head: Head, start: int, end: int) -> list[bytes]:
    """Return the leaf hashes of the entries `[start, end)`."""
    statement = (
        'SELECT leaf FROM node_entry WHERE compact_id = %s AND log_id = %s AND "index" >= %s AND "index" < %s'
        ' ORDER BY "index"'
    )
    return [bytes(row[0]) for row in sql.rows(statement, (head.compact_id, head.id, start, end))]


def tile_reader(head: Head) -> ReadTile:
    """Return the reader of this log's tiles in their widest form; the last of level 0 is made from its entries."""

    def read_tile(level: int, index: int) -> bytes:
        statement = 'SELECT data FROM node_tile WHERE compact_id = %s AND log_id = %s AND level = %s AND "index" = %s'
        row = sql.one(statement, (head.compact_id, head.id, level, index))
        if row is not None:
            return bytes(row[0])
        if level == 0:
            return b"".join(read_leaves(head, index * WIDTH, min((index + 1) * WIDTH, head.size)))
        raise Broken("tile.missing", log=head.origin, level=level, index=index)

    return read_tile


def write_head(head: Head) -> None:
    """Write the head back; the change counter moves, so that pages refresh."""
    statement = (
        "UPDATE node_log SET size = %s, root = %s, frontier = %s, note = %s, projected = %s, key_entries = %s,"
        " changes = changes + 1 WHERE id = %s"
    )
    keys = ",".join(map(str, head.key_entries))
    sql.run(statement, (head.size, head.root, head.frontier.to_bytes(), head.note, head.projected, keys, head.id))
    if head.sort == SHARED:
        look_again()


def store_checkpoint(head: Head, note: bytes, size: int, root: bytes, via: str, now: int) -> None:
    """Keep a signed checkpoint for good; the same one again changes nothing."""
    if len(root) != HASH_SIZE:
        raise Broken("checkpoint.root")
    statement = (
        "INSERT INTO node_checkpoint (compact_id, log_id, size, root, note, seen_via, at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
    )
    sql.run(statement, (head.compact_id, head.id, size, root, note, via, now))
