"""Closing and opening a bag: zstd, then age to the neighbour's recipient. Nothing lies open on a disk in between."""

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyrage
import zstandard

from hamsaya.core.errors import HamsayaError, Refused, Untrusted

KEY_FILE = "bag.age"
WINDOW = 1 << 23
"""The most memory in bytes that a compressed bag may make its reader use."""
LEVEL = 9


def make_bag_key(keys: Path) -> str:
    """Make `bag.age` in the folder of keys (0600) unless it is there; return the recipient to give the neighbour."""
    file = keys / KEY_FILE
    if not file.exists():
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(f"{pyrage.x25519.Identity.generate()}\n")
            out.flush()
            os.fsync(out.fileno())
    return str(_read_identity(keys).to_public())


class Sealer:
    """Takes a bag's plain bytes and writes them, compressed and encrypted, to `out`."""

    def __init__(self, out: object, recipient: str) -> None:
        """`recipient`: the neighbour's `age1…`; raises Refused where it is none."""
        try:
            to = pyrage.x25519.Recipient.from_str(recipient)
        except pyrage.RecipientError as error:
            raise Refused("bag.recipient") from error
        self._pipe = _Pipe(lambda source: pyrage.encrypt_io(source, out, [to]))
        self._zip = zstandard.ZstdCompressor(LEVEL, write_checksum=True).compressobj()

    def write(self, data: bytes) -> None:
        """Take all of the data."""
        self._pipe.write(self._zip.compress(data))

    def close(self) -> None:
        """Write the end; raises what went wrong in between."""
        self._pipe.write(self._zip.flush())
        self._pipe.finish()

    def abandon(self) -> None:
        """Give up what was begun."""
        self._pipe.abandon()


class Opener:
    """The plain bytes of a sealed bag, read from `source` as they are asked for."""

    def __init__(self, source: io.RawIOBase, keys: Path) -> None:
        """`keys`: the folder that holds our `bag.age`."""
        identity = _read_identity(keys)
        receive, send = os.pipe()
        self._fault: Exception | None = None

        def decrypt() -> None:
            with os.fdopen(send, "wb", buffering=1 << 16) as out, io.BufferedReader(source, 1 << 20) as sealed:
                try:
                    pyrage.decrypt_io(sealed, out, [identity])
                except (OSError, ValueError, pyrage.DecryptError) as error:
                    self._fault = error

        self._thread = threading.Thread(target=decrypt, name="bag-open", daemon=True)
        self._thread.start()
        self._pipe = os.fdopen(receive, "rb")
        self._plain = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(self._pipe)

    def read(self, count: int) -> bytes:
        """Return up to so many bytes; none only at the true end of the bag; raises Untrusted."""
        try:
            data = self._plain.read(count)
        except zstandard.ZstdError as error:
            self._check()
            raise Untrusted("bag.not-zstd") from error
        if not data:
            self._thread.join()
            self._check()
        return data

    def close(self) -> None:
        """Stop, wherever the reading has come to."""
        self._pipe.close()
        self._thread.join()

    def _check(self) -> None:
        if self._fault is not None:
            code = "bag.not-for-us" if isinstance(self._fault, pyrage.DecryptError) else "bag.damaged"
            raise Untrusted(code) from self._fault


class _Pipe:
    """A thread that reads what is written here."""

    def __init__(self, work: Callable[[BinaryIO], object]) -> None:
        receive, send = os.pipe()
        self._fault: Exception | None = None
        self._out = os.fdopen(send, "wb", buffering=1 << 16)

        def run() -> None:
            with os.fdopen(receive, "rb", buffering=1 << 20) as source:
                try:
                    work(source)
                except (OSError, ValueError, HamsayaError, pyrage.EncryptError) as error:
                    self._fault = error

        self._thread = threading.Thread(target=run, name="bag-seal", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        try:
            self._out.write(data)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        try:
            self._out.close()
        except BrokenPipeError:
            pass  # the thread tells why
        self._thread.join()
        if self._fault is not None:
            raise self._fault

    def abandon(self) -> None:
        try:
            self.finish()
        except (OSError, ValueError, HamsayaError, pyrage.EncryptError):
            pass  # what is abandoned may be broken


def _read_identity(keys: Path) -> pyrage.x25519.Identity:
    file = keys / KEY_FILE
    try:
        if file.stat().st_mode & 0o077:
            raise Refused("key.too-open", path=str(file))
        return pyrage.x25519.Identity.from_str(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise Refused("key.half-written", path=str(file)) from error
