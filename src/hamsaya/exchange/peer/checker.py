"""A second process that checks the form of a long log's entries, while this one hashes and stores them (ADR 9)."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from hamsaya.core.errors import Untrusted
from hamsaya.core.trusted import Checked, find_keys

LONG = 20_000
"""From so many entries on, a process of its own is worth its start."""


class Checker:
    """Hands entries to the other process; what that does not vouch for, the trusted set checks here as ever."""

    def __init__(self) -> None:
        """The process starts with the first entries; it holds nothing but code of `core`."""
        self._pool = ProcessPoolExecutor(1, get_context("spawn"))

    def check(self, entries: Sequence[bytes]) -> Sequence[bytes] | Checked:
        """Return the entries as checked; where they are not canonical, or the process is gone, as they came."""
        try:
            return Checked(entries, self._pool.submit(find_keys, entries).result())
        except (Untrusted, BrokenProcessPool, OSError):
            return entries

    def close(self) -> None:
        """Let the process go."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def checking(count: int) -> Iterator[Checker | None]:
    """Give a checker for a log of which so many entries are to come; None where one would not help."""
    if count < LONG or (os.cpu_count() or 1) < 2:
        yield None
        return
    checker = Checker()
    try:
        yield checker
    finally:
        checker.close()
