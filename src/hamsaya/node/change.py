"""Waiting for news: a counter that moves with every write to a shared log, for pages that refresh and links that push.

PostgreSQL says so by NOTIFY, from whichever process wrote. On SQLite one thread of each process watches
`PRAGMA data_version`, which costs microseconds, and reads the counter when another connection has committed.
"""

import asyncio
import logging
import threading
import time

from django.db import connection

from hamsaya.node import sql
from hamsaya.node.models import SHARED

CHANNEL = "hamsaya"
POLL = 0.05
"""Seconds between two looks on SQLite; a letter is to be on the other screen within a second."""
LISTEN = 5.0
"""Seconds after which a listening process looks for itself, should a notification be lost."""

log = logging.getLogger("hamsaya.node")


def counter() -> int:
    """Return the counter: it only grows, and is the same in every process of this node."""
    row = sql.one("SELECT coalesce(sum(changes), 0) FROM node_log WHERE sort = %s", (SHARED,))
    return int(row[0]) if row else 0


def touch(compact: str) -> None:
    """Move the counter by hand, after a change that stands in no log."""
    with sql.writing():
        sql.run(
            "UPDATE node_log SET changes = changes + 1 WHERE sort = %s AND compact_id ="
            " (SELECT id FROM node_compact WHERE name = %s)",
            (SHARED, compact),
        )


class Watch:
    """One thread that follows the counter for all who wait in this process."""

    def __init__(self) -> None:
        """The thread starts with the first who waits."""
        self._news = threading.Condition()
        self._value = -1
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def wait(self, after: int, timeout: float) -> int:
        """Return the counter once it is past `after`, or as it is when the time is over."""
        self._start()
        end = time.monotonic() + timeout
        with self._news:
            while self._value <= after:
                left = end - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    break
            return self._value

    def stop(self) -> None:
        """End the thread; the next who waits starts another."""
        self._stop.set()
        with self._news:
            thread, self._thread = self._thread, None
            self._value = -1
        if thread is not None:
            thread.join()
        self._stop.clear()

    def _start(self) -> None:
        with self._news:
            if self._thread is None:
                self._value = counter()
                self._thread = threading.Thread(target=self._run, name="change", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        follow = self._poll if sql.is_sqlite() else self._listen
        try:
            while not self._stop.is_set():
                try:
                    follow()
                except sql.failures():
                    log.exception("the database cannot be watched; trying again")
                    connection.close()
                    self._stop.wait(1.0)
        finally:
            connection.close()

    def _poll(self) -> None:
        version = -1
        while not self._stop.wait(POLL):
            row = sql.one("PRAGMA data_version")
            if row is not None and row[0] != version:
                version = row[0]
                self._tell(counter())

    def _listen(self) -> None:
        with sql.own_session() as session:
            session.execute(f"LISTEN {CHANNEL}")
            while not self._stop.is_set():
                self._tell(counter())
                for _ in session.notifies(timeout=min(LISTEN, 0.5), stop_after=1):
                    pass

    def _tell(self, value: int) -> None:
        with self._news:
            if value > self._value:
                self._value = value
                self._news.notify_all()


watch = Watch()


def wait_for_change(after: int, timeout: float) -> int:
    """Return the counter once it is past `after`, or as it is after `timeout` seconds. Start with `after=-1`."""
    return watch.wait(after, timeout)


async def wait_for_change_async(after: int, timeout: float) -> int:
    """Return as `wait_for_change` does, without holding the event loop."""
    return await asyncio.to_thread(watch.wait, after, timeout)
