"""Group commit: what threads hand in while one group is being written goes into the next, under one checkpoint.

Nobody waits for company: alone, an act is written at once; under load a group holds up to 256 entries. There is no
thread of its own: whoever comes first writes for all who wait.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

LARGEST = 256

Asked = TypeVar("Asked")
Done = TypeVar("Done")


@dataclass(slots=True)
class _Hand(Generic[Asked, Done]):
    """What one caller hands in, and what became of it once it is written."""

    asked: Asked
    entries: int
    now: datetime
    result: Done | BaseException | None = None


class Group(Generic[Asked, Done]):
    """Those who write one log in this process, one group at a time."""

    def __init__(self, write: Callable[[Sequence[Asked], datetime], Sequence[Done | BaseException]]) -> None:
        """`write`: makes all of a group durable at a time, and returns for each what became of it."""
        self._write = write
        self._writing = threading.Lock()
        self._waiting: deque[_Hand[Asked, Done]] = deque()

    def hand_in(self, asked: Asked, entries: int, now: datetime) -> Done:
        """Return what became of it once it is durable, or raise what stopped it; it makes so many entries.

        A group is written at the latest time that one in it gives.
        """
        mine = _Hand[Asked, Done](asked, entries, now)
        self._waiting.append(mine)
        with self._writing:
            while mine.result is None:
                self._write_next()
        if isinstance(mine.result, BaseException):
            raise mine.result
        return mine.result

    def _write_next(self) -> None:
        hands = self._collect()
        results: Sequence[Done | BaseException]
        try:
            results = self._write([hand.asked for hand in hands], max(hand.now for hand in hands))
        except BaseException as error:  # noqa: BLE001 -- whatever stopped the group is told to everyone in it
            results = [error] * len(hands)
        for hand, result in zip(hands, results, strict=True):
            hand.result = result

    def _collect(self) -> list[_Hand[Asked, Done]]:
        hands, count = [self._waiting.popleft()], 0
        while self._waiting and (count := count + hands[-1].entries) < LARGEST:
            hands.append(self._waiting.popleft())
        return hands
