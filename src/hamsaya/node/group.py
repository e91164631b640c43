"""Group commit: what is handed in while one group is being written goes into the next, under one checkpoint.

Nobody waits for company: alone, an act is written at once; under load a group holds up to 256 entries.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from django.db import connection

from hamsaya.core.errors import HamsayaError
from hamsaya.node.ledger import Draft, Group, Written, append_groups

LARGEST = 256
Waiting = tuple[Group, "Future[tuple[Written, ...]]"]


class GroupWriter:
    """A thread that collects what other threads hand in for one compact, and writes it in groups."""

    def __init__(self, compact: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Start the thread; `clock` gives the time of each group."""
        self._compact = compact
        self._clock = clock
        self._news = threading.Condition()
        self._waiting: deque[Waiting] = deque()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"group-{compact}")
        self._thread.start()

    def hand_in(self, drafts: Sequence[Draft], post: str) -> "Future[tuple[Written, ...]]":
        """Hand in acts that stand or fall together; the future gives where they stand once they are durable."""
        future: Future[tuple[Written, ...]] = Future()
        with self._news:
            self._waiting.append(((drafts, post), future))
            self._news.notify()
        return future

    def append(self, drafts: Sequence[Draft], post: str) -> tuple[Written, ...]:
        """Hand in and wait; raises what `ledger.append` raises."""
        return self.hand_in(drafts, post).result()

    def _run(self) -> None:
        try:
            while batch := self._collect():
                self._write(batch)
        finally:
            connection.close()

    def _collect(self) -> "list[Waiting]":
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._closing)
            batch: list[Waiting] = []
            count = 0
            while self._waiting and count < LARGEST:
                batch.append(self._waiting.popleft())
                count += len(batch[-1][0][0])
        return batch

    def _write(self, batch: "Sequence[Waiting]") -> None:
        try:
            results = append_groups(self._compact, [group for group, _ in batch], now=self._clock())
        except Exception as error:  # noqa: BLE001 -- whatever stopped the group is told to everyone in it
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), result in zip(batch, results, strict=True):
            if isinstance(result, HamsayaError):
                future.set_exception(result)
            else:
                future.set_result(result)

    def close(self) -> None:
        """Write what waits, then end."""
        with self._news:
            self._closing = True
            self._news.notify()
        self._thread.join()

    def __enter__(self) -> Self:
        """Return the running writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits, then end."""
        self.close()
