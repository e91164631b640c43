"""One worker a node: whoever holds the lock projects, indexes and reacts; the others wait to take over."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import connection

from hamsaya.node import sql

KEY = 0x68616D73617961 % 2**31
"""The advisory lock's number on PostgreSQL."""


class Leader:
    """The lock: an advisory lock of the database on PostgreSQL, a locked file in the home on SQLite.

    Both are let go when the process dies, however it dies.
    """

    def __init__(self, home: Path | None = None) -> None:
        """`home`: where the lock file lies; the node's own by default."""
        self._path = (home or settings.HAMSAYA_HOME) / "worker.lock"
        self._handle = -1
        self._held = False

    def take(self) -> bool:
        """Try to lead; tell whether this one leads now."""
        if sql.is_sqlite():
            return self._take_file()
        row = None if self._held else sql.one("SELECT pg_try_advisory_lock(%s)", (KEY,))
        self._held = self._held or bool(row and row[0])
        return self._held

    def _take_file(self) -> bool:
        if self._handle < 0:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                return False
            self._handle = handle
        return True

    def still(self) -> bool:
        """Tell whether the lock is still ours: a lost connection to PostgreSQL loses it."""
        if sql.is_sqlite():
            return self._handle >= 0
        if connection.connection is None or connection.connection.closed:
            self._held = False
        return self._held

    def release(self) -> None:
        """Let another lead."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        if self._held:
            sql.run("SELECT pg_advisory_unlock(%s)", (KEY,))
            self._held = False

    def __enter__(self) -> Self:
        """Return the lock, not taken yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go."""
        self.release()
