"""Bytes of packages and files that broke off: kept, unverified and bounded, so that the next try goes on behind them.

They live in memory: a door that starts anew has lost at most what one package holds.
"""

import threading
from collections import OrderedDict

MOST_BYTES = 64 * 1024 * 1024
Key = tuple[str, ...]


class Spool:
    """What has arrived of things that are not whole yet, by key; the longest untouched goes first when room lacks."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """`most`: bytes over all keys."""
        self._most = most
        self._held: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def length(self, key: Key) -> int:
        """Return how many bytes are held."""
        with self._lock:
            return len(self._held.get(key, b""))

    def join(self, key: Key, skip: int, data: bytes) -> bytes | None:
        """Take out what is held and return it with the data behind, which starts at `skip`; None leaves a gap."""
        with self._lock:
            held = self._held.get(key, b"")
            if skip > len(held):
                return None
            self._held.pop(key, None)
            return held[:skip] + data if skip + len(data) >= len(held) else held

    def hold(self, key: Key, data: bytes) -> None:
        """Hold these bytes under the key in place of what was there."""
        with self._lock:
            self._held.pop(key, None)
            if data and len(data) <= self._most:
                self._held[key] = data
                while sum(map(len, self._held.values())) > self._most:
                    self._held.popitem(last=False)
