"""Packages: up to 256 entries with the path that ties them to a checkpoint (the shape of C2SP tlog-mirror)."""

from collections.abc import Iterator, Sequence

from hamsaya.core.errors import Untrusted
from hamsaya.core.merkle import Frontier, ReadHash, fold_subtree, subtree_path

PACKAGE = 256


def package_ranges(start: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges `[start, end)` that carry a log from `start` to `size`, cut at multiples of 256."""
    while start < size:
        end = min(size, (start // PACKAGE + 1) * PACKAGE)
        yield start, end
        start = end


def package_subtree(start: int, end: int, size: int) -> int:
    """Return where the subtree begins that ends at `end` and proves the entries `[start, end)`.

    A package ends at a multiple of 256 or at the checkpoint's size, and its subtree begins at the multiple of 256
    before it. A link that dies too often for that may cut finer: at any `end` whose largest power of two reaches
    back to `start`, down to one entry. Raises Untrusted(`package.range`).
    """
    if not 0 <= start < end <= size:
        raise Untrusted("package.range", start=start, end=end, size=size)
    low = (end - 1) // PACKAGE * PACKAGE if end == size or end % PACKAGE == 0 else end - (end & -end)
    if low > start:
        raise Untrusted("package.range", start=start, end=end, size=size)
    return low


def package_path(start: int, end: int, size: int, read_hash: ReadHash) -> tuple[bytes, ...]:
    """Return the proof that goes with the entries `[start, end)` under a checkpoint of `size`."""
    return subtree_path(package_subtree(start, end, size), end, size, read_hash)


def grow(frontier: Frontier, leaves: Sequence[bytes], size: int, root: bytes, path: Sequence[bytes]) -> Frontier:
    """Return the frontier grown by leaf hashes that `path` proves under the checkpoint; else raise Untrusted.

    The siblings on the left must be the subtrees that we hold already: `package.fork` says that the package stands
    under the checkpoint but over another past than ours, `package.proof` that it does not stand under it at all.
    """
    end = frontier.size + len(leaves)
    start = package_subtree(frontier.size, end, size)
    past, open_subtree = frontier.split(start)
    subtree = open_subtree.extend(leaves)
    found, their_past = fold_subtree(subtree.root(), start, end, size, path)
    if found != root:
        raise Untrusted("package.proof", start=frontier.size, end=end, size=size)
    if their_past != past.hashes:
        raise Untrusted("package.fork", start=frontier.size, end=end, size=size)
    return past.join(subtree)
