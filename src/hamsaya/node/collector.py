"""How Python's cycle collector serves a node: seldom over what lives long, never over a bulk without cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (50_000, 20, 100)
"""A page over 5,000 commitments makes 100,000 values that end with it; Python's own 700 would walk them again and
again, and everything that is kept beside them (measured: the 95th of such pages falls to a third)."""


def settle() -> None:
    """Leave what has been loaded so far out of every later collection; call once, when a node has started.

    What is garbage by now stays too: whoever has made much of it collects it first.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


@contextmanager
def collector_aside() -> Iterator[None]:
    """Keep the cycle collector out of a bulk of short-lived values without cycles; it would walk them for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
