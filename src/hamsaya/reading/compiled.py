"""What the word lists compile to, kept between runs: made once a change, read in a few milliseconds.

The only file that this room writes. It holds plain data (msgpack, no code), is trusted only where its key is the digest
of the lists it was made from, and is made anew where it is missing, damaged or of other lists.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from platformdirs import user_cache_path

Table = TypeVar("Table")
FILE = "reading.msgpack"


class Kept(msgspec.Struct, frozen=True):
    """The file: the digest of what the tables were made from, then the tables."""

    key: str
    tables: msgspec.Raw


def folder() -> Path:
    """Return where compiled tables are kept: `HAMSAYA_CACHE`, or the user's cache folder."""
    named = os.environ.get("HAMSAYA_CACHE", "").strip()
    return Path(named) if named else user_cache_path("hamsaya")


def kept(key: str, kind: type[Table], make: Callable[[], Table]) -> Table:
    """Return the tables of this key: read where they are kept, else made and kept.

    A folder that cannot be written costs the time of making them and nothing else.
    """
    path = folder() / FILE
    with suppress(OSError, msgspec.MsgspecError):
        found = msgspec.msgpack.decode(path.read_bytes(), type=Kept)
        if found.key == key:
            return msgspec.msgpack.decode(found.tables, type=kind)
    tables = make()
    with suppress(OSError):
        _write(path, msgspec.msgpack.encode(Kept(key, msgspec.Raw(msgspec.msgpack.encode(tables)))))
    return tables


def _write(path: Path, data: bytes) -> None:
    """Put the file there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{FILE}-", delete=False) as file:
        made = Path(file.name)
        file.write(data)
    try:
        made.replace(path)
    except OSError:
        made.unlink()
        raise
