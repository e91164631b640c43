"""Bodies of add-checkpoint and add-entries (C2SP tlog-witness and tlog-mirror; protocol §3), pure.

What parses re-encodes to the same bytes.
"""

import base64
import binascii
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hamsaya.core.errors import Untrusted
from hamsaya.exchange.peer import limit

DECIMAL = re.compile(rb"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A checkpoint (the signed note's bytes) and the consistency proof from `old`."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes


@dataclass(frozen=True, slots=True)
class UploadHead:
    """What an upload of entries says first: `[start, end)` of the log of that origin."""

    origin: str
    start: int
    end: int
    ticket: bytes = b""


@dataclass(frozen=True, slots=True)
class Span:
    """One package: its entries `[start, end)`, in the subtree `[base, end)`."""

    base: int
    start: int
    end: int

    @property
    def count(self) -> int:
        """Return how many entries the package holds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class MirrorInfo:
    """What a mirror says of itself: a checkpoint size it awaits, its next entry, a ticket."""

    size: int
    next: int
    ticket: bytes = b""


def parse_number(data: bytes) -> int:
    """Return a size in ASCII decimal without leading zeroes, below 2^63; raises Untrusted."""
    if not DECIMAL.fullmatch(data) or int(data) > limit.SIZE_MOST:
        raise Untrusted("wire.number")
    return int(data)


def encode_hash(value: bytes) -> bytes:
    """Return 32 bytes as a line's base64."""
    return base64.b64encode(value)


def parse_hash(line: bytes) -> bytes:
    """Return the 32 bytes of a base64 line; raises Untrusted where another spelling means the same."""
    try:
        value = base64.b64decode(line, validate=True)
    except binascii.Error as error:
        raise Untrusted("wire.hash") from error
    if len(value) != limit.HASH_BYTES or base64.b64encode(value) != line:
        raise Untrusted("wire.hash")
    return value


def encode_add_checkpoint(ask: AddCheckpoint) -> bytes:
    """Return the body of add-checkpoint."""
    lines = [b"old %d" % ask.old, *map(encode_hash, ask.proof)]
    return b"\n".join(lines) + b"\n\n" + ask.note


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """Return what a body of add-checkpoint says; raises Untrusted."""
    head, gap, note = body.partition(b"\n\n")
    first, *lines = head.split(b"\n", limit.PROOF_HASHES + 1)
    if not gap or not first.startswith(b"old ") or len(lines) > limit.PROOF_HASHES:
        raise Untrusted("wire.add-checkpoint")
    if len(note) > limit.NOTE_BYTES:
        raise Untrusted("wire.note-size", limit=limit.NOTE_BYTES)
    return AddCheckpoint(parse_number(first[4:]), tuple(map(parse_hash, lines)), note)


def encode_head(head: UploadHead) -> bytes:
    """Return the first bytes of a body of add-entries."""
    origin = head.origin.encode()
    return b"".join([
        struct.pack(">H", len(origin)), origin,
        struct.pack(">QQH", head.start, head.end, len(head.ticket)), head.ticket,
    ])  # fmt: skip


def parse_head(data: bytes) -> tuple[UploadHead, int]:
    """Return what an upload says first and the length of that; raises Untrusted (`wire.short` where bytes lack)."""
    cut = _Cut(data)
    try:
        origin = cut.take(cut.number(">H", limit.ORIGIN_BYTES)).decode("ascii")
    except UnicodeDecodeError as error:
        raise Untrusted("wire.origin") from error
    start, end = cut.number(">Q", limit.SIZE_MOST), cut.number(">Q", limit.SIZE_MOST)
    ticket = cut.take(cut.number(">H", limit.TICKET_BYTES))
    if start > end:
        raise Untrusted("wire.range")
    return UploadHead(origin, start, end, ticket), cut.at


def spans(start: int, end: int) -> Iterator[Span]:
    """Yield the canonical sequence of packages of `[start, end)`: aligned at multiples of 256."""
    for base in range(start - start % limit.PACKAGE, end, limit.PACKAGE):
        if (last := min(end, base + limit.PACKAGE)) > start:
            yield Span(base, max(start, base), last)


def encode_package(entries: Sequence[bytes], proof: Sequence[bytes]) -> bytes:
    """Return one package: entries each after its 16-bit length, then the proof after its 8-bit count."""
    parts: list[bytes] = []
    for entry in entries:
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join([*parts, len(proof).to_bytes(1, "big"), *proof])


def parse_package(data: bytes, count: int, at: int = 0) -> tuple[list[bytes], list[bytes], int]:
    """Return a package's entries, its proof and where it ends; raises Untrusted (`wire.short` where bytes lack)."""
    entries: list[bytes] = []
    length = len(data)
    for _ in range(count):
        body = at + 2
        ends = body + int.from_bytes(data[at:body], "big")
        if body > length or ends > length:
            raise Untrusted("wire.short")
        entries.append(data[body:ends])
        at = ends
    cut = _Cut(data, at)
    hashes = cut.number(">B", limit.PROOF_HASHES)
    return entries, [cut.take(limit.HASH_BYTES) for _ in range(hashes)], cut.at


def encode_mirror_info(info: MirrorInfo) -> bytes:
    """Return the three lines of a mirror's word on itself."""
    return b"%d\n%d\n%s\n" % (info.size, info.next, base64.b64encode(info.ticket))


def parse_mirror_info(body: bytes) -> MirrorInfo:
    """Return what a mirror says of itself; raises Untrusted."""
    lines = body.split(b"\n", 4)
    if len(lines) != 4 or lines[3]:
        raise Untrusted("wire.mirror-info")
    try:
        ticket = base64.b64decode(lines[2], validate=True)
    except binascii.Error as error:
        raise Untrusted("wire.mirror-info") from error
    if len(ticket) > limit.TICKET_BYTES or base64.b64encode(ticket) != lines[2]:
        raise Untrusted("wire.mirror-info")
    return MirrorInfo(parse_number(lines[0]), parse_number(lines[1]), ticket)


def encode_key_entries(entries: Sequence[tuple[int, bytes]]) -> bytes:
    """Return entries about keys: each after its 64-bit index and its 16-bit length."""
    return b"".join(struct.pack(">QH", index, len(data)) + data for index, data in entries)


def parse_key_entries(body: bytes) -> list[tuple[int, bytes]]:
    """Return entries about keys in order of their index; raises Untrusted."""
    cut = _Cut(body)
    entries: list[tuple[int, bytes]] = []
    while cut.at < len(body):
        index = cut.number(">Q", limit.SIZE_MOST)
        if len(entries) == limit.KEY_ENTRIES or (entries and index <= entries[-1][0]):
            raise Untrusted("wire.key-entries")
        entries.append((index, cut.take(cut.number(">H", limit.ENTRY_BYTES))))
    return entries


class _Cut:
    """A reader over bytes that never reads past their end."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise Untrusted("wire.short")
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken

    def number(self, form: str, most: int) -> int:
        (value,) = struct.unpack(form, self.take(struct.calcsize(form)))
        if value > most:
            raise Untrusted("wire.number")
        return int(value)
