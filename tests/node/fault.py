"""Make the storage fail at a chosen statement: before it took effect, or after."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connection

from hamsaya.node import sql


class Fault:
    """Counts statements and the commit; stops at the chosen one."""

    def __init__(self, at: int, stored: bool, stop: Callable[[], None]) -> None:
        self.at, self.stored, self.stop, self.count = at, stored, stop, 0

    def wrap(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with the fault in it."""

        def called(*values: Any) -> Any:
            self.count += 1
            if self.count == self.at and not self.stored:
                self.stop()
            result = plain(*values)
            if self.count == self.at:
                self.stop()
            return result

        return called


def refuse() -> None:
    """Fail as a broken disk does."""
    raise OperationalError("disk I/O error")


@contextmanager
def fault(patch: pytest.MonkeyPatch, at: int, stored: bool, stop: Callable[[], None] = refuse) -> Iterator[Fault]:
    """Let the statement number `at` (1 is the first), or the commit after the last one, fail."""
    made = Fault(at, stored, stop)
    with patch.context() as inner:
        inner.setattr(sql, "run", made.wrap(sql.run))
        inner.setattr(sql, "run_many", made.wrap(sql.run_many))
        inner.setattr(connection, "_commit", made.wrap(getattr(connection, "_commit")))  # noqa: B009 -- its own
        yield made


def steps_of(patch: pytest.MonkeyPatch, work: Callable[[], object]) -> int:
    """Return how many steps the work takes when nothing fails."""
    with fault(patch, 0, stored=False) as made:
        work()
    return made.count


def every_step(patch: pytest.MonkeyPatch, work: Callable[[], object]) -> Iterator[tuple[int, bool]]:
    """Let each step fail, not stored and then stored, and yield after each; ends when the work gets through."""
    for at in count(1):
        for stored in (False, True):
            with fault(patch, at, stored) as made:
                try:
                    work()
                except OperationalError:
                    pass
                else:
                    assert made.count < at
                    return
            yield at, stored
