"""The file of a backup: one line, an identity under a passphrase, and behind it all of the node under that identity.

The node's part is tar, then zstd, then age; it is written and read as a stream.
"""

import os
import re
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage

from hamsaya.core.errors import Refused, Untrusted
from hamsaya.exchange.bag.seal import KEY_FILE, Opener, Sealer
from hamsaya.exchange.bag.tar import write_end, write_member

FORM = b"hamsaya-backup/1 "
HEAD = re.compile(rb"hamsaya-backup/1 ([0-9]{1,6})\n")
NAME = re.compile(
    r"meta\.json|node\.toml|keys/[A-Za-z0-9][A-Za-z0-9._-]{0,150}|compacts/[a-z0-9][a-z0-9_.-]{0,80}|cards/[A-Za-z0-9][A-Za-z0-9._-]{0,150}"
    r"|tables/[a-z_]{1,60}/[0-9]{8}|files/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+){0,4}"
)
MOST_MEMBER = 64 * 1024 * 1024
LEAST_PASSPHRASE = 12


class Writer:
    """Takes members by name and writes the encrypted file; it has its name only once it is whole and durable."""

    def __init__(self, path: Path, passphrase: str) -> None:
        """Refused for a passphrase that is too short, and where a file is there already."""
        if len(passphrase) < LEAST_PASSPHRASE:
            raise Refused("backup.passphrase", least=LEAST_PASSPHRASE)
        if path.exists():
            raise Refused("path.exists", path=path)
        identity = pyrage.x25519.Identity.generate()
        locked = pyrage.passphrase.encrypt(str(identity).encode(), passphrase)
        self._path = path
        self._part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._out = os.fdopen(handle, "wb")
        self._out.write(FORM + b"%d\n" % len(locked) + locked)
        self._seal = Sealer(self._out, str(identity.to_public()))

    def add(self, name: str, data: bytes) -> None:
        """Write one member."""
        if not NAME.fullmatch(name) or len(data) > MOST_MEMBER:
            raise Refused("backup.member", name=name)
        write_member(self._seal, name, data)

    def finish(self) -> int:
        """Write the end, make the file durable, give it its name, and return its size in bytes."""
        write_end(self._seal)
        self._seal.close()
        self._out.flush()
        os.fsync(self._out.fileno())
        self._out.close()
        self._part.replace(self._path)
        return self._path.stat().st_size

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._seal.abandon()
        self._out.close()
        self._part.unlink(missing_ok=True)


@contextmanager
def read_members(path: Path, passphrase: str) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Give the members in order; raises Refused for a wrong passphrase, Untrusted for a file that does not hold."""
    with path.open("rb", buffering=0) as source:
        found = HEAD.match(source.readline(64))
        if not found:
            raise Untrusted("backup.not-a-backup", path=path.name)
        try:
            identity = pyrage.passphrase.decrypt(source.read(int(found[1])), passphrase)
        except pyrage.DecryptError as error:
            raise Refused("backup.wrong-passphrase") from error
        with tempfile.TemporaryDirectory() as folder:
            key = Path(folder) / KEY_FILE
            key.touch(0o600)
            key.write_bytes(identity + b"\n")
            opener = Opener(source, Path(folder))
            try:
                yield _members(opener)
            finally:
                opener.close()


def _members(opener: Opener) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=opener, mode="r|") as tar:  # type: ignore[call-overload]  # what reads is enough
            for info in tar:
                if not info.isreg() or not NAME.fullmatch(info.name) or info.size > MOST_MEMBER:
                    raise Untrusted("backup.member", name=info.name[:80])
                content = tar.extractfile(info)
                yield info.name, content.read() if content else b""
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Untrusted("backup.damaged") from error


def read_passphrase(file: str | None, *, again: bool) -> str:
    """Return the passphrase: the first line of a file, or what is typed unseen, twice where it is new."""
    import sys
    from getpass import getpass

    if file:
        try:
            return Path(file).read_text(encoding="utf-8").splitlines()[0].strip()
        except (OSError, IndexError, UnicodeDecodeError) as error:
            raise Refused("path.missing", path=file) from error
    if not sys.stdin.isatty():
        raise Refused("backup.passphrase-needed")
    typed = getpass("Passphrase: ")
    if again and getpass("The same again: ") != typed:
        raise Refused("password.differs")
    return typed
