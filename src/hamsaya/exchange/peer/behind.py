"""What makes bulk fast: storing in a thread behind the one that verifies, and a collector that stands aside."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections

from hamsaya.node.collector import collector_aside

TURN = 0.0005
"""Seconds that one thread goes on while another waits; Python's own ten times as long starve the one that stores."""


class Behind:
    """Does one piece of work after another in a thread of its own, at most one ahead of being waited for."""

    def __init__(self) -> None:
        """The thread starts with the first piece."""
        self._pool = ThreadPoolExecutor(1, "behind")
        self._last: Future[object] | None = None

    def put(self, work: Callable[[], object]) -> None:
        """Begin the work once what was begun before is done; raises what that one raised."""
        self.wait()
        self._last = self._pool.submit(work)

    def wait(self) -> None:
        """Return when all is done; raises what the last piece raised."""
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def close(self) -> None:
        """Let the thread and its database connection go."""
        self._pool.submit(connections.close_all)
        self._pool.shutdown(wait=True)


@contextmanager
def in_bulk(*, behind: bool = True) -> Iterator[Behind | None]:
    """Give a thread that stores what the caller's verifies, or none; the collector stands aside meanwhile."""
    if not behind:
        with collector_aside():
            yield None
        return
    turn, thread = sys.getswitchinterval(), Behind()
    sys.setswitchinterval(TURN)
    try:
        with collector_aside():
            yield thread
    finally:
        thread.close()
        sys.setswitchinterval(turn)
