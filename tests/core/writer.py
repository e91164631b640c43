"""A log as an honest or a lying neighbour would keep it, in memory: entries, tiles, keys, notes, packages."""

from collections.abc import Sequence
from hashlib import sha256

from hamsaya.core.checkpoint import Checkpoint, sign_checkpoint
from hamsaya.core.entry import Entry, Seen, encode_entry
from hamsaya.core.keys import KIND, KeyHistory, SigningKey, name_body
from hamsaya.core.merkle import EMPTY_ROOT, Frontier, leaf_hash, prefix_path, range_hash
from hamsaya.core.package import package_path, package_ranges
from hamsaya.core.tile import read_hash_from_tiles, tiles_for_append
from hamsaya.core.trusted import TrustedLog

NOTHING_SEEN = Seen(0, EMPTY_ROOT.hex())


def key(name: str, label: str) -> SigningKey:
    """Return the same key for the same words, each time."""
    return SigningKey(name, sha256(f"{name} {label}".encode()).digest())


def letter(text: str = "سلام همسایه", number: int = 1) -> Entry:
    """Return a letter entry."""
    return Entry(
        kind="letter/1",
        act="send",
        record=f"IR/letter-{number}",
        post="zahedan-duty",
        at="2026-01-31T08:00:00Z",
        seen=NOTHING_SEEN,
        audience="OPEN",
        use="U1",
        body={"text": text},
    )


def key_entry(act: str, body: dict[str, object]) -> bytes:
    """Return a `key/1` entry."""
    return encode_entry(Entry(KIND, act, "IR/keys", "root", "2026-01-31T08:00:00Z", NOTHING_SEEN, "OPEN", "U1", body))


class Log:
    """One party's log; its first entry names the node key."""

    def __init__(self, origin: str = "hamsaya.example/ir-pk/ir", *, named: bool = True) -> None:
        self.origin = origin
        self.root = key(f"{origin}/root", "root")
        self.node = key(origin, "node 1")
        self.entries: list[bytes] = []
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.read_hash = read_hash_from_tiles(lambda level, index: self.tiles[level, index])
        if named:
            self.append(key_entry("name", name_body(self.root, self.node.verify_key)))

    def append(self, *entries: bytes) -> None:
        """Append entries as they are, without any check."""
        leaves = [leaf_hash(each) for each in entries]
        grown = tiles_for_append(len(self.entries), leaves, lambda level, index: self.tiles[level, index])
        self.tiles.update(grown)
        self.entries += entries

    def fill(self, size: int, text: str = "سلام") -> "Log":
        """Append letters until the log has `size` entries."""
        self.append(*(encode_entry(letter(text, at)) for at in range(len(self.entries), size)))
        return self

    def root_at(self, size: int) -> bytes:
        """Return the root of the first `size` entries."""
        return range_hash(0, size, self.read_hash) if size else EMPTY_ROOT

    def note(self, size: int | None = None, signer: SigningKey | None = None) -> bytes:
        """Return the signed checkpoint at `size`."""
        size = len(self.entries) if size is None else size
        return sign_checkpoint(Checkpoint(self.origin, size, self.root_at(size)), signer or self.node)

    def prefix(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the path that shows the tree of `old` within the tree of `new`."""
        return prefix_path(old, new, self.read_hash)

    def package(self, start: int, end: int, size: int) -> tuple[int, Sequence[bytes], tuple[bytes, ...]]:
        """Return what `accept_package` takes."""
        return start, self.entries[start:end], package_path(start, end, size, self.read_hash)

    def keys(self) -> KeyHistory:
        """Return what the neighbour knows after the ceremony: origin and root key."""
        return KeyHistory(self.origin, self.root.verify_key)

    def trusted(self) -> TrustedLog:
        """Return the neighbour's view before the first transfer."""
        return TrustedLog(self.keys())

    def first_keys(self) -> list[tuple[int, bytes]]:
        """Return the key entry that the first checkpoint needs."""
        return [(0, self.entries[0])]

    def send(self, trusted: TrustedLog, size: int | None = None) -> None:
        """Bring `trusted` up to `size` the honest way."""
        size = len(self.entries) if size is None else size
        trusted.update_checkpoint(self.note(size), key_entries=self.first_keys())
        for start, end in package_ranges(trusted.frontier.size, size):
            trusted.accept_package(*self.package(start, end, size))
        trusted.finish()


def frontier(leaves: Sequence[bytes]) -> Frontier:
    """Return the frontier over leaf hashes."""
    return Frontier().extend(leaves)
