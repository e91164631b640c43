"""Group commit: what threads hand in while one group is being written goes into the next, under one checkpoint.

Alone, an act is written at once; under load a group holds up to 256 entries. There is no thread of its own: one of
those who wait writes for all, and hands on to the next in line as soon as its own act is durable.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

LARGEST = 256
PATIENCE = 0.001
"""Seconds that a group waits, at most, for as many as were in the last one: they were all let go a moment ago."""

Asked = TypeVar("Asked")
Done = TypeVar("Done")


@dataclass(slots=True)
class _Hand(Generic[Asked, Done]):
    """What one caller hands in, and what became of it once it is written."""

    asked: Asked
    entries: int
    now: datetime
    result: Done | BaseException | None = None
    turn: threading.Event = field(default_factory=threading.Event)
    """Set once the result is there, or once the caller is to write the next group."""


class Group(Generic[Asked, Done]):
    """Those who write one log in this process, one group at a time."""

    def __init__(self, write: Callable[[Sequence[Asked], datetime], Sequence[Done | BaseException]]) -> None:
        """`write`: makes all of a group durable at a time, and returns for each what became of it."""
        self._write = write
        self._mutex = threading.Lock()
        self._led = False
        self._waiting: deque[_Hand[Asked, Done]] = deque()
        self._last = 1

    def hand_in(self, asked: Asked, entries: int, now: datetime) -> Done:
        """Return what became of it once it is durable, or raise what stopped it; it makes so many entries.

        A group is written at the latest time that one in it gives.
        """
        mine = _Hand[Asked, Done](asked, entries, now)
        with self._mutex:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.turn.wait()
        if mine.result is None:
            self._lead(mine)
        if isinstance(mine.result, BaseException):
            raise mine.result
        return mine.result  # type: ignore[return-value]  # whoever leads goes on until its own is written

    def _lead(self, mine: _Hand[Asked, Done]) -> None:
        """Write groups until this one's own is written, then let the next in line lead."""
        while mine.result is None:
            self._write_next()
        with self._mutex:
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].turn.set()

    def _write_next(self) -> None:
        hands = self._collect()
        results: Sequence[Done | BaseException]
        try:
            results = self._write([hand.asked for hand in hands], max(hand.now for hand in hands))
        except BaseException as error:  # noqa: BLE001 -- whatever stopped the group is told to everyone in it
            results = [error] * len(hands)
        for hand, result in zip(hands, results, strict=True):
            hand.result = result
            hand.turn.set()

    def _collect(self) -> list[_Hand[Asked, Done]]:
        self._wait_for_company()
        hands, count = [self._waiting.popleft()], 0
        while self._waiting and (count := count + hands[-1].entries) < LARGEST:
            hands.append(self._waiting.popleft())
        self._last = len(hands)
        return hands

    def _wait_for_company(self) -> None:
        latest = time.monotonic() + PATIENCE
        while len(self._waiting) < self._last and time.monotonic() < latest:
            time.sleep(0)
