"""Nearly the same words: a fingerprint of a text's word runs, so that one agency's story in two outlets is seen.

MinHash: of all runs of five words the smallest hash under each of 64 shuffles is kept; the share of equal ones tells
how many runs two texts have in common. Sixteen bands of four make an index in which near texts meet.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from hamsaya.core.text import fold

RUN = 5
SHUFFLES, BANDS = 64, 16
NEAR = 0.5
"""The share of common runs from which two texts are shown as near."""
WORD = re.compile(r"\w+")
_PRIME = np.uint64((1 << 61) - 1)
_RANDOM = np.random.default_rng(20_240_129)
_BY = _RANDOM.integers(1, 1 << 31, SHUFFLES, dtype=np.uint64)
_PLUS = _RANDOM.integers(0, 1 << 31, SHUFFLES, dtype=np.uint64)


def fingerprint(text: str) -> bytes:
    """Return 64 numbers of 8 bytes for a text; nothing for one of fewer than five words."""
    words = WORD.findall(fold(text))
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    if not runs:
        return b""
    hashes = np.frombuffer(
        b"".join(blake2b(run.encode(), digest_size=4).digest() for run in sorted(runs)), dtype="<u4"
    ).astype(np.uint64)
    shuffled = (hashes[:, None] * _BY[None, :] + _PLUS[None, :]) % _PRIME
    return bytes(shuffled.min(axis=0).astype("<u8").tobytes())


def bands(mark: bytes) -> tuple[int, ...]:
    """Return the sixteen band keys of a fingerprint, each a signed number of 63 bits."""
    size = len(mark) // BANDS
    parts = [mark[at * size : (at + 1) * size] for at in range(BANDS)] if mark else []
    return tuple(
        int.from_bytes(blake2b(part, digest_size=8, salt=at.to_bytes(16, "big")).digest(), "big") >> 1
        for at, part in enumerate(parts)
    )


def likeness(one: bytes, other: bytes) -> float:
    """Return the share of word runs that two fingerprints have in common, 0 to 1."""
    if not one or not other:
        return 0.0
    return float(np.mean(np.frombuffer(one, dtype="<u8") == np.frombuffer(other, dtype="<u8")))


def nearest(mark: bytes, others: Sequence[tuple[int, bytes]]) -> tuple[int, float] | None:
    """Return the id and the likeness of the nearest of the others, where one is near at all."""
    found = max(((likeness(mark, other), -id_) for id_, other in others), default=(0.0, 0))
    return (-found[1], found[0]) if found[0] >= NEAR else None
