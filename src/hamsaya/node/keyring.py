"""Key files: made once with mode 0600, refused when others may read them, never shown (docs/protocol/keys.md).

A signing key never leaves its file; the folder `keys` of the home may be a mount of its own.
"""

import fcntl
import os
import secrets
import time
from pathlib import Path

from hamsaya.core.errors import Refused
from hamsaya.core.keys import SigningKey, VerifyKey
from hamsaya.core.note import decode_skey, decode_vkey, encode_skey, encode_vkey

PRIVATE = 0o600
FOLDER = 0o700


def key_path(keys: Path, compact: str, name: str = "node") -> Path:
    """Return the file of a compact's key: `iran-pakistan.node.key`."""
    return keys / f"{compact}.{name}.key"


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read, durable before it has its name; Refused where one is there."""
    path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    except FileExistsError as error:
        raise Refused("key.exists", path=str(path)) from error
    finally:
        part.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_private(path: Path) -> str:
    """Return the line in a private file; Refused where it is missing, cut short, or open to others."""
    try:
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            raise Refused("key.mode", path=str(path), mode=f"{mode:04o}")
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("key.unreadable", path=str(path)) from error
    if not text.endswith("\n") or text.count("\n") != 1:
        raise Refused("key.half-written", path=str(path))
    return text[:-1]


def create_key(path: Path, name: str) -> SigningKey:
    """Make a new key under a name (a log's origin) and keep it in its file."""
    key = SigningKey(name, secrets.token_bytes(32))
    write_private(path, encode_skey(key) + "\n")
    return key


def read_key(path: Path) -> SigningKey:
    """Return the key in a file."""
    try:
        return decode_skey(read_private(path))
    except Refused as error:
        if error.code == "note.skey":
            raise Refused("key.half-written", path=str(path)) from None
        raise


def renamed(key: SigningKey, name: str) -> SigningKey:
    """Return the same key under another name: the audit trail's origin, or a cosigner's."""
    return key if key.name == name else SigningKey(name, key.seed)


def write_public(path: Path, key: VerifyKey) -> None:
    """Write a public key as one line."""
    path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    path.write_text(encode_vkey(key) + "\n", encoding="ascii")


def read_public(path: Path) -> VerifyKey:
    """Return the public key in a file."""
    try:
        return decode_vkey(path.read_text(encoding="ascii").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("key.unreadable", path=str(path)) from error


class HighWater:
    """The largest signed size of a log, kept beside the keys: a database older than its keys may not sign.

    One short line, written in place after each commit, so that a killed process leaves the old line or the new one. It
    is forced to the disk with its first write and then at most once a second: a power cut may take back a second of
    it, never put it ahead of the database.
    """

    WIDTH = 20
    EVERY = 1.0

    def __init__(self, path: Path) -> None:
        """`path`: the file; made with the first write."""
        self.path = path
        self._handle = -1
        self._forced = float("-inf")

    def read(self) -> int:
        """Return the size; 0 where there is no file."""
        try:
            line = os.pread(self._open(), self.WIDTH + 1, 0)
        except FileNotFoundError:
            return 0
        if not line:
            return 0
        if len(line) != self.WIDTH + 1 or not line[:-1].isdigit() or line[-1:] != b"\n":
            raise Refused("high-water.unreadable", path=str(self.path))
        return int(line)

    def raise_to(self, size: int) -> None:
        """Write a larger size; a smaller one changes nothing."""
        handle = self._open(os.O_CREAT)
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            if size > self.read():
                self.set(size)
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)

    def set(self, size: int) -> None:
        """Write this size, whatever stood there: only a reconciled log may go back."""
        handle = self._open(os.O_CREAT)
        os.pwrite(handle, b"%0*d\n" % (self.WIDTH, size), 0)
        now = time.monotonic()
        if now - self._forced > self.EVERY:
            os.fsync(handle)
            self._forced = now

    def _open(self, flags: int = 0) -> int:
        if self._handle < 0:
            if flags:
                self.path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDWR | flags, PRIVATE)
        return self._handle

    def close(self) -> None:
        """Close the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


_high_waters: dict[tuple[Path, str], HighWater] = {}


def high_water(keys: Path, compact: str) -> HighWater:
    """Return the one object of this process for a compact's file."""
    place = (keys, compact)
    if place not in _high_waters:
        _high_waters[place] = HighWater(keys / f"{compact}.high-water")
    return _high_waters[place]


_signers: dict[tuple[Path, str, tuple[int, ...]], SigningKey] = {}


def signer(keys: Path, compact: str, key_entries: tuple[int, ...]) -> SigningKey:
    """Return the key that signs our log; it is read anew after each key entry, which may be a rotation."""
    place = (keys, compact, key_entries)
    if place not in _signers:
        _signers[place] = read_key(key_path(keys, compact))
    return _signers[place]
