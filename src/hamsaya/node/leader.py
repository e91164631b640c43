"""One worker a node: whoever holds the lock projects, indexes and reacts; the others wait to take over."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, LiteralString, Self

from django.conf import settings

from hamsaya.node import sql

if TYPE_CHECKING:
    import psycopg

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
        self._session: psycopg.Connection[Any] | None = None
        self._held = False

    def take(self) -> bool:
        """Try to lead; tell whether this one leads now."""
        if sql.is_sqlite():
            return self._take_file()
        self._held = self.still() or bool(self._ask("SELECT pg_try_advisory_lock(%s)", (KEY,)))
        return self._held

    def _ask(self, statement: LiteralString, values: tuple[int, ...] = ()) -> Any:
        """Ask our own session, opened anew where it was lost; None where the database cannot be reached."""
        try:
            if self._session is None or self._session.closed:
                self._session = sql.own_session()
            row = self._session.execute(statement, values).fetchone()
        except sql.failures():
            return None
        return row and row[0]

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
        if self._session is None or self._session.closed or not self._ask("SELECT 1"):
            self._held = False
        return self._held

    def release(self) -> None:
        """Let another lead."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        if self._session is not None:
            self._session.close()
        self._held = False

    def __enter__(self) -> Self:
        """Return the lock, not taken yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go."""
        self.release()
