"""What makes bulk fast: storing in a thread behind the one that verifies, and a collector that stands aside."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connections


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
