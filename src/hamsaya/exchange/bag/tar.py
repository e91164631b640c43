"""A deterministic tar: one value has one form, and a reader accepts no other (docs/protocol/exchange.md).

The reader never hands a header to a general parser: it writes the header that it expects and compares the bytes. So
there are no links, no devices, no paths that climb, no extended headers, and nothing is ever unpacked to a disk.
"""

import tarfile
from collections.abc import Callable
from typing import Protocol

from hamsaya.core.errors import Untrusted

BLOCK = 512
END = bytes(2 * BLOCK)
_SIZE = slice(124, 135)
_PIECE = 1 << 20


class Writable(Protocol):
    """What a bag is written to."""

    def write(self, data: bytes, /) -> object:
        """Take all of the data."""
        ...


class Readable(Protocol):
    """What a bag is read from."""

    def read(self, count: int, /) -> bytes:
        """Return up to so many bytes; none at the end."""
        ...


def header(name: str, size: int) -> bytes:
    """Return the one header of a plain file of that name and size."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def write_member(out: Writable, name: str, data: bytes) -> None:
    """Write one file: header, content, and zeroes up to the next block."""
    out.write(header(name, len(data)) + data + bytes(-len(data) % BLOCK))


def write_end(out: Writable) -> None:
    """Write the end of the archive."""
    out.write(END)


def read_first(source: Readable, name: str, most: int) -> bytes:
    """Return the first member, whose size nobody has told us yet; raises Untrusted."""
    block = read_exactly(source, BLOCK)
    digits = block[_SIZE]
    if not digits.isdigit() or digits.strip(b"01234567") or (size := int(digits, 8)) > most:
        raise Untrusted("bag.member", name=name)
    return _read_content(source, block, name, size)


def read_member(source: Readable, name: str, size: int) -> bytes:
    """Return the next member, which must be this one; raises Untrusted."""
    return _read_content(source, read_exactly(source, BLOCK), name, size)


def read_end(source: Readable) -> None:
    """Raise Untrusted unless the archive ends here, and the stream with it."""
    if read_exactly(source, len(END)) != END or source.read(1):
        raise Untrusted("bag.trailing")


def read_exactly(source: Readable, count: int) -> bytes:
    """Return exactly so many bytes; raises Untrusted(`bag.truncated`)."""
    parts: list[bytes] = []
    while count:
        part = source.read(min(count, _PIECE))
        if not part:
            raise Untrusted("bag.truncated")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _read_content(source: Readable, block: bytes, name: str, size: int) -> bytes:
    if block != header(name, size):
        raise Untrusted("bag.member", name=name)
    data = read_exactly(source, size)
    if read_exactly(source, -size % BLOCK).strip(b"\0"):
        raise Untrusted("bag.member", name=name)
    return data


Member = tuple[str, Callable[[], bytes]]
"""A member to be written: its name, and what makes its content, the same each time it is asked."""
