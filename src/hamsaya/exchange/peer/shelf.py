"""What the exchange reads of a node's logs: heads, keys, tiles, bundles, checkpoints seen. Nothing here writes."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from hamsaya.core import checkpoint
from hamsaya.core.errors import HamsayaError, Refused, Untrusted
from hamsaya.core.keys import KeyHistory
from hamsaya.core.merkle import HASH_SIZE, ReadHash
from hamsaya.core.note import parse_note
from hamsaya.core.tile import TileRef, read_hash_from_tiles, tile_width
from hamsaya.core.trusted import TrustedLog
from hamsaya.exchange.peer.limit import PACKAGE
from hamsaya.node import sql
from hamsaya.node.fold import FileRef, read_wire
from hamsaya.node.head import Head, read_heads, tile_reader
from hamsaya.node.models import SHARED
from hamsaya.node.trust import key_history

KEPT_HASHES = 65_536

Clock = Callable[[], datetime]
"""Returns the time now, in UTC: an argument everywhere, so that a wrong clock can be tested."""


def utc_now() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


def shared_heads(compact: str) -> tuple[Head, Head]:
    """Return the heads of our log and of our copy of the neighbour's."""
    shared = {head.is_ours: head for head in read_heads(compact) if head.sort == SHARED}
    if len(shared) != 2:
        raise Refused("compact.not-here", compact=compact)
    return shared[True], shared[False]


def read_entries(head: Head, start: int, end: int) -> list[bytes]:
    """Return the bytes of the entries `[start, end)` that are stored."""
    statement = (
        'SELECT data FROM node_entry WHERE compact_id = %s AND log_id = %s AND "index" >= %s AND "index" < %s'
        ' ORDER BY "index"'
    )
    return [bytes(row[0]) for row in sql.rows(statement, (head.compact_id, head.id, start, end))]


def key_entries(head: Head, start: int = 0) -> list[tuple[int, bytes]]:
    """Return the log's entries about keys from `start` on, each with its index."""
    indexes = [index for index in head.key_entries if index >= start]
    statement = 'SELECT "index", data FROM node_entry WHERE compact_id = %s AND log_id = %s AND "index" IN ({})'
    rows = sql.select_in(statement, (head.compact_id, head.id), indexes)
    return sorted((index, bytes(data)) for index, data in rows)


def trusted_log(head: Head) -> TrustedLog:
    """Return what is verified of a log, as it is stored."""
    return TrustedLog(key_history(head), head.frontier, head.note or None)


def hash_reader(head: Head) -> ReadHash:
    """Return the reader of the log's subtree hashes; it remembers what it has read."""
    tiles = lru_cache(256)(tile_reader(head))
    return lru_cache(KEPT_HASHES)(read_hash_from_tiles(tiles))


def read_tile(head: Head, ref: TileRef) -> bytes | None:
    """Return a tile in exactly that width, or None where the log has not grown so far."""
    if ref.level is None or tile_width(ref.level, ref.index, head.size) < ref.width:
        return None
    return tile_reader(head)(ref.level, ref.index)[: ref.width * HASH_SIZE]


def read_bundle(head: Head, ref: TileRef) -> list[bytes] | None:
    """Return the entries of a bundle in exactly that width, or None where the log has not grown so far."""
    start = ref.index * PACKAGE
    return read_entries(head, start, start + ref.width) if start + ref.width <= head.size else None


def seen_notes(head: Head, least: int, most: int) -> list[bytes]:
    """Return every checkpoint ever seen of the log with a size from `least` to `most`, both included."""
    statement = (
        "SELECT note FROM node_checkpoint WHERE compact_id = %s AND log_id = %s AND size >= %s AND size <= %s"
        " ORDER BY size, at"
    )
    return [bytes(row[0]) for row in sql.rows(statement, (head.compact_id, head.id, least, most))]


def last_road(head: Head) -> str:
    """Return the road by which the newest checkpoint of a log came: `push`, `pull`, `bag`, `own` or none."""
    statement = (
        "SELECT seen_via FROM node_checkpoint WHERE compact_id = %s AND log_id = %s ORDER BY size DESC, at DESC LIMIT 1"
    )
    row = sql.one(statement, (head.compact_id, head.id))
    return row[0] if row else ""


def last_receipt(head: Head, by: str) -> tuple[int, int, int, bytes] | None:
    """Return (size, their clock, our clock, line) of the newest cosignature by that party, or None."""
    statement = (
        'SELECT size, at, stored, line FROM node_receipt WHERE compact_id = %s AND log_id = %s AND "by" = %s'
        " ORDER BY size DESC, stored DESC, at DESC LIMIT 1"
    )
    row = sql.one(statement, (head.compact_id, head.id, by))
    return (row[0], row[1], row[2], bytes(row[3])) if row else None


def cosigned_note(head: Head) -> bytes:
    """Return the log's newest checkpoint, with the mirror's cosignature where that stands under the same size."""
    mirror = head.neighbour if head.is_ours else head.ours
    receipt = last_receipt(head, mirror)
    if not head.note or receipt is None or receipt[0] != size_of(head.note):
        return head.note
    return checkpoint.add_line(head.note, receipt[3])


def size_of(note: bytes) -> int:
    """Return the size that a checkpoint's note states, unverified; raises Untrusted."""
    return state_of(note).size


def state_of(note: bytes) -> checkpoint.Checkpoint:
    """Return what a checkpoint's note states, unverified; raises Untrusted."""
    return checkpoint.parse_checkpoint(parse_note(note).text)


def cosigned_at(history: KeyHistory, note: bytes) -> int:
    """Return when one of a party's keys cosigned a note, by its clock; raises Untrusted."""
    faults: list[HamsayaError] = []
    for key in history.cosigners:
        try:
            return checkpoint.verify_cosignature(note, key)
        except Untrusted as error:
            faults.append(error)
    raise faults[0] if faults else Untrusted("cosignature.no-key", name=history.origin)


def find_file(compact_id: int, name: str) -> FileRef | None:
    """Return what an entry says of the file of that salted hash; None where no entry names it."""
    statement = (
        "SELECT e.data FROM node_recordref r JOIN node_recordact a ON a.compact_id = r.compact_id"
        " AND a.record_id = r.record_id JOIN node_entry e ON e.compact_id = a.compact_id AND e.log_id = a.log_id"
        ' AND e."index" = a."index" WHERE r.compact_id = %s AND r.ref = %s'
    )
    for (data,) in sql.rows(statement, (compact_id, f"file:{name}")):
        wire = read_wire(bytes(data))
        for each in wire.files if wire else ():
            if each.hash == name:
                return each
    return None


def has_file(compact_id: int, name: str) -> bool:
    """Tell whether a file has arrived; one that was withdrawn since counts as arrived."""
    statement = "SELECT 1 FROM node_blob WHERE compact_id = %s AND hash = %s"
    return sql.one(statement, (compact_id, name)) is not None


def file_hashes(entries: Sequence[bytes]) -> list[str]:
    """Return the salted hashes of the files that entries name, in order, each once."""
    wires = (read_wire(data) for data in entries if b'"files":[{' in data)
    return list(dict.fromkeys(each.hash for wire in wires if wire for each in wire.files))
