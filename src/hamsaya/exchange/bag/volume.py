"""A bag on media: volumes of a chosen size, each with a head that tells which it is and whether it is whole.

A volume is written beside its name, made durable, and only then given its name: a medium pulled out early holds no
volume that looks right. Behind the head of 128 bytes lies nothing but its share of the age file.
"""

import io
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hamsaya.core.errors import Refused, Untrusted

HEAD = 128
LEAST = 32 * 1024
MOST_VOLUMES = 999
_HEAD = re.compile(rb"hamsaya-bag/1 ([0-9a-f]{16}) ([0-9]{3}) ([0-9]{3}) ([0-9]{15}) ([0-9a-f]{64}) *\n")


@dataclass(frozen=True, slots=True)
class Head:
    """Which bag, which volume of how many, how many bytes follow, and their SHA-256."""

    bag: str
    number: int
    count: int
    length: int
    digest: str

    def to_bytes(self) -> bytes:
        """Return the 128 bytes."""
        line = f"hamsaya-bag/1 {self.bag} {self.number:03} {self.count:03} {self.length:015} {self.digest}"
        return line.ljust(HEAD - 1).encode() + b"\n"


class VolumeWriter:
    """Takes bytes and lays them down in volumes `path`, or `path` with `.001`, `.002` and so on before its suffix."""

    def __init__(self, path: Path, volume_size: int | None) -> None:
        """`volume_size`: the most bytes that one file may have; None for a single file."""
        if volume_size is not None and volume_size < LEAST:
            raise Refused("bag.volume-size", least=LEAST)
        self._path, self._room = path, None if volume_size is None else volume_size - HEAD
        self._bag = secrets.token_hex(8)
        self._heads: list[Head] = []
        self._parts: list[Path] = []
        self._out: io.BufferedWriter | None = None
        self._length, self._digest = 0, sha256()

    def write(self, data: bytes) -> int:
        """Take all of the data."""
        view = memoryview(data)
        while view:
            out = self._out or self._open()
            share = view if self._room is None else view[: self._room - self._length]
            out.write(share)
            self._digest.update(share)
            self._length += len(share)
            view = view[len(share) :]
            if self._length == self._room:
                self._shut()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what counts is `finish`."""

    def finish(self) -> list[Path]:
        """Make all volumes durable and give them their names; return these in order."""
        if self._out is not None:
            self._shut()
        names = [self._name(number) for number in range(1, len(self._parts) + 1)]
        for part, head in zip(self._parts, self._heads, strict=True):
            with part.open("r+b") as out:
                out.write(Head(head.bag, head.number, len(names), head.length, head.digest).to_bytes())
                os.fsync(out.fileno())
        for part, name in zip(self._parts, names, strict=True):
            part.replace(name)
        _sync_folder(self._path.parent)
        return names

    def abandon(self) -> None:
        """Remove what was begun."""
        if self._out is not None:
            self._out.close()
        for part in self._parts:
            part.unlink(missing_ok=True)

    def _open(self) -> io.BufferedWriter:
        if len(self._parts) == MOST_VOLUMES:
            raise Refused("bag.too-many-volumes", limit=MOST_VOLUMES)
        part = self._path.with_name(f".{self._path.name}.{len(self._parts) + 1:03}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._parts.append(part)
        self._out = os.fdopen(handle, "wb")
        self._out.write(bytes(HEAD))
        return self._out

    def _shut(self) -> None:
        if self._out is None:
            return
        self._out.close()
        self._heads.append(Head(self._bag, len(self._parts), 0, self._length, self._digest.hexdigest()))
        self._out, self._length, self._digest = None, 0, sha256()

    def _name(self, number: int) -> Path:
        if self._room is None:
            return self._path
        return self._path.with_name(f"{self._path.stem}.{number:03}{self._path.suffix}")


class VolumeReader(io.RawIOBase):
    """The bytes of a bag's volumes in order, whatever the order of the paths; every volume is checked before."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Raises Untrusted: a volume lacks, is of another bag, or is not whole (which one stands in `path`)."""
        super().__init__()
        heads = {path: _check(path) for path in dict.fromkeys(paths)}
        if not heads:
            raise Refused("bag.no-volume")
        if len({head.bag for head in heads.values()}) != 1:
            raise Untrusted("bag.volumes-mixed")
        by_number = {head.number: path for path, head in heads.items()}
        count = next(iter(heads.values())).count
        if lacking := sorted(set(range(1, count + 1)) - by_number.keys()):
            raise Untrusted("bag.volume-lacking", number=lacking[0], count=count)
        self._left = [by_number[number] for number in range(1, count + 1)]
        self._source: io.BufferedReader | None = None

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub's Buffer has no len
        """Fill the buffer as far as the volume at hand goes."""
        while True:
            if self._source is None:
                if not self._left:
                    return 0
                self._source = self._left.pop(0).open("rb")
                self._source.seek(HEAD)
            if read := self._source.readinto(buffer):
                return read
            self._source.close()
            self._source = None

    def close(self) -> None:
        """Close the volume at hand."""
        if self._source is not None:
            self._source.close()
            self._source = None
        super().close()


def _check(path: Path) -> Head:
    try:
        with path.open("rb") as source:
            found = _HEAD.fullmatch(source.read(HEAD))
            if not found:
                raise Untrusted("bag.not-a-bag", path=path.name)
            head = Head(found[1].decode(), int(found[2]), int(found[3]), int(found[4]), found[5].decode())
            digest, length = sha256(), 0
            while piece := source.read(1 << 20):
                digest.update(piece)
                length += len(piece)
    except OSError as error:
        raise Refused("bag.unreadable", path=path.name, reason=type(error).__name__) from error
    if (length, digest.hexdigest()) != (head.length, head.digest):
        raise Untrusted("bag.volume-damaged", path=path.name)
    return head


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
