"""One look at a node: what the making of one page has read of a compact, it does not read a second time.

A look is opened around the answer to one request that writes nothing, and ends with it; outside of one everything is
read anew. Whoever may see what is part of a row's name here, so that nothing is shared between two viewers.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

V = TypeVar("V")

_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("held", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Keep what is read by `once` until the end of the block."""
    before = _held.set({})
    try:
        yield
    finally:
        _held.reset(before)


def once(name: Hashable, read: Callable[[], V]) -> V:
    """Return what this look has read under that name, or read it; an error is kept by nobody."""
    held = _held.get()
    if held is None:
        return read()
    if name not in held:
        held[name] = read()
    found: V = held[name]
    return found


def look_again() -> None:
    """Let go of what was read: something has been written."""
    if held := _held.get():
        held.clear()
