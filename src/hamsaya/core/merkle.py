"""The tree of RFC 6962 section 2.1: leaf and node hashes, the frontier of a growing tree, proofs and their checking.

A subtree is named by the half-open range of leaves `[start, end)` that it covers. A complete subtree of 2**level
leaves is named by `(level, index)` and covers `[index << level, (index + 1) << level)`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from hamsaya.core.errors import Untrusted

HASH_SIZE = 32
MAX_SIZE = 2**63 - 1
EMPTY_ROOT = sha256(b"").digest()
FULL = 256
"""Leaves under one tile: what is received comes in so many, and they are hashed once for proof, tile and frontier."""

ReadHash = Callable[[int, int], bytes]
"""`read_hash(level, index)` returns the 32-byte hash of a complete subtree."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one entry: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves, kept as the hashes of its complete subtrees from left (largest) to right.

    It never changes: `append` and `extend` return the frontier of the longer tree. They take leaf HASHES.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Raise Untrusted(`merkle.frontier`) unless the hashes are as many as the size needs."""
        if not 0 <= self.size <= MAX_SIZE or len(self.hashes) != self.size.bit_count():
            raise Untrusted("merkle.frontier")
        if any(len(each) != HASH_SIZE for each in self.hashes):
            raise Untrusted("merkle.frontier")

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Sequence[bytes]) -> "Frontier":
        """Return the frontier with more leaf hashes."""
        start = min(len(leaves), -self.size % FULL)
        if len(leaves) - start < FULL:
            return _grown(self, leaves)
        frontier = _grown(self, leaves[:start])
        for at in range(start, len(leaves) - FULL + 1, FULL):
            frontier = frontier.join(Frontier(FULL, (full_root(tuple(leaves[at : at + FULL])),)))
        return _grown(frontier, leaves[len(leaves) - (len(leaves) - start) % FULL :])

    def split(self, at: int) -> tuple["Frontier", "Frontier"]:
        """Return the frontiers left and right of `at`, which one of the complete subtrees starts at, or ends at."""
        count = at.bit_count()
        return Frontier(at, self.hashes[:count]), Frontier(self.size - at, self.hashes[count:])

    def join(self, right: "Frontier") -> "Frontier":
        """Return the frontier with the tree of `right` after it; this size is a multiple of the next power of two."""
        hashes, tail = list(self.hashes), list(right.hashes)
        rest = self.size // right.size if len(tail) == 1 else 0
        while rest & 1:
            tail[0] = node_hash(hashes.pop(), tail[0])
            rest >>= 1
        return Frontier(self.size + right.size, (*hashes, *tail))

    def root(self) -> bytes:
        """Return the root of the tree."""
        return fold_peaks(self.hashes) if self.hashes else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Return 8 bytes of size, big-endian, and the hashes."""
        return self.size.to_bytes(8, "big") + b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """Return what `to_bytes` wrote, or raise Untrusted(`merkle.frontier`)."""
        if len(data) < 8:
            raise Untrusted("merkle.frontier")
        hashes = tuple(data[at : at + HASH_SIZE] for at in range(8, len(data), HASH_SIZE))
        return cls(int.from_bytes(data[:8], "big"), hashes)


def fold_peaks(hashes: Sequence[bytes]) -> bytes:
    """Join neighbouring subtrees, given from left to right, into the hash of the range that they cover."""
    result = hashes[-1]
    for left in reversed(hashes[:-1]):
        result = node_hash(left, result)
    return result


def _grown(frontier: Frontier, leaves: Sequence[bytes]) -> Frontier:
    """Return the frontier with more leaf hashes, hashing each level once from left to right."""
    peaks = dict(zip(_bits(frontier.size), reversed(frontier.hashes), strict=True))
    row, level = list(leaves), 0
    while row:
        if (frontier.size >> level) & 1:
            row.insert(0, peaks.pop(level))
        if len(row) & 1:
            peaks[level] = row.pop()
        pairs = iter(row)
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
        level += 1
    size = frontier.size + len(leaves)
    return Frontier(size, tuple(peaks[level] for level in reversed(list(_bits(size)))))


@lru_cache(128)
def full_root(leaves: tuple[bytes, ...]) -> bytes:
    """Return the root over the 256 leaf hashes of a full tile; of the last ones it is remembered."""
    return _grown(Frontier(), leaves).root()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    return Frontier().extend(leaves).root()


def _bits(number: int) -> Iterator[int]:
    return (level for level in range(number.bit_length()) if (number >> level) & 1)


def peaks_of(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield `(level, index)` of the complete subtrees that cover the subtree `[start, end)`, left to right."""
    for level in reversed(list(_bits(end - start))):
        yield level, start >> level
        start += 1 << level


def range_hash(start: int, end: int, read_hash: ReadHash) -> bytes:
    """Return the hash of the subtree `[start, end)`."""
    return fold_peaks([read_hash(level, index) for level, index in peaks_of(start, end)])


def _split(low: int, high: int) -> int:
    """Return where RFC 6962 divides `[low, high)`: after the largest power of two smaller than its length."""
    return low + (1 << (high - low - 1).bit_length() - 1)


def _descend(start: int, end: int, size: int) -> list[tuple[int, int]]:
    """Return the siblings, as ranges from the bottom up, between the subtree `[start, end)` and the root."""
    if not (0 <= start < end <= size <= MAX_SIZE):
        raise Untrusted("merkle.range")
    low, high, siblings = 0, size, []
    while (low, high) != (start, end):
        if high - low < 2:
            raise Untrusted("merkle.not-a-subtree")
        middle = _split(low, high)
        if end <= middle:
            siblings.append((middle, high))
            high = middle
        else:
            siblings.append((low, middle))
            low = middle
    return siblings[::-1]


def subtree_path(start: int, end: int, size: int, read_hash: ReadHash) -> tuple[bytes, ...]:
    """Return the path from the subtree `[start, end)` to the root of the tree of `size` leaves."""
    return tuple(range_hash(low, high, read_hash) for low, high in _descend(start, end, size))


def fold_subtree(
    node: bytes, start: int, end: int, size: int, path: Sequence[bytes]
) -> tuple[bytes, tuple[bytes, ...]]:
    """Return the root that `node` at `[start, end)` and `path` lead to, and the path's subtrees left of `start`.

    The latter, from left to right, are the `Frontier.hashes` of the tree of `start` leaves. Raises Untrusted where
    the path has another length than the tree asks for.
    """
    siblings = _descend(start, end, size)
    _check_path(path, len(siblings))
    past = []
    for (low, _), each in zip(siblings, path, strict=True):
        if low < start:
            past.append(each)
            node = node_hash(each, node)
        else:
            node = node_hash(node, each)
    return node, tuple(reversed(past))


def verify_subtree(node: bytes, start: int, end: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise Untrusted(`merkle.*`) unless the subtree `[start, end)` of the tree has the hash `node`."""
    if fold_subtree(node, start, end, size, path)[0] != root:
        raise Untrusted("merkle.proof")


def inclusion_path(index: int, size: int, read_hash: ReadHash) -> tuple[bytes, ...]:
    """Return the audit path of RFC 6962 section 2.1.1."""
    return subtree_path(index, index + 1, size, read_hash)


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise Untrusted(`merkle.*`) unless the tree holds the leaf hash at `index`."""
    verify_subtree(leaf, index, index + 1, size, path, root)


def _prefix(old: int, new: int) -> tuple[int, list[tuple[int, int]]]:
    """Return where the last subtree of the old tree starts, and the siblings above it from the bottom up."""
    if not 0 < old <= new <= MAX_SIZE:
        raise Untrusted("merkle.range")
    low, high, siblings = 0, new, []
    while old != high:
        middle = _split(low, high)
        if old <= middle:
            siblings.append((middle, high))
            high = middle
        else:
            siblings.append((low, middle))
            low = middle
    return low, siblings[::-1]


def prefix_path(old: int, new: int, read_hash: ReadHash) -> tuple[bytes, ...]:
    """Return the consistency path with its lowest subtree always written out, so that it alone yields both roots."""
    low, siblings = _prefix(old, new)
    ranges = [(low, old), *siblings]
    return tuple(range_hash(start, end, read_hash) for start, end in ranges)


def fold_prefix(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the roots at sizes `old` and `new` that a `prefix_path` leads to."""
    low, siblings = _prefix(old, new)
    _check_path(path, len(siblings) + 1)
    first = second = path[0]
    for (start, _), each in zip(siblings, path[1:], strict=True):
        if start < low:
            first, second = node_hash(each, first), node_hash(each, second)
        else:
            second = node_hash(second, each)
    return first, second


def consistency_path(old: int, new: int, read_hash: ReadHash) -> tuple[bytes, ...]:
    """Return the consistency proof of RFC 6962 section 2.1.2; empty for the empty tree and for the same tree."""
    if not 0 <= old <= new <= MAX_SIZE:
        raise Untrusted("merkle.range")
    if old in {0, new}:
        return ()
    low, siblings = _prefix(old, new)
    ranges = [(low, old), *siblings] if low else siblings
    return tuple(range_hash(start, end, read_hash) for start, end in ranges)


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Raise Untrusted(`merkle.*`) unless the old tree is a prefix of the new one."""
    if not 0 <= old <= new <= MAX_SIZE:
        raise Untrusted("merkle.range")
    if old in {0, new}:
        _check_path(path, 0)
        if old_root != (EMPTY_ROOT if old == 0 else new_root):
            raise Untrusted("merkle.proof")
        return
    full = path if _prefix(old, new)[0] else (old_root, *path)
    if fold_prefix(old, new, full) != (old_root, new_root):
        raise Untrusted("merkle.proof")


def _check_path(path: Sequence[bytes], length: int) -> None:
    if len(path) != length or any(len(each) != HASH_SIZE for each in path):
        raise Untrusted("merkle.path-length")
