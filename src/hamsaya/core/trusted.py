"""The trusted set: the only door for the neighbour's bytes, which accepts in order or raises (after python-tuf).

No network, no disk, no clock. The order is: a checkpoint, the packages up to it, `finish`. What is returned has been
verified against a checkpoint that the neighbour signed; what raises has changed nothing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from hamsaya.core.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from hamsaya.core.entry import check_all_canonical, check_canonical
from hamsaya.core.equivocation import build_equivocation
from hamsaya.core.errors import Untrusted
from hamsaya.core.husk import entry_leaf
from hamsaya.core.keys import KIND, KeyHistory
from hamsaya.core.merkle import Frontier, ReadHash, fold_prefix, prefix_path, range_hash
from hamsaya.core.note import parse_note
from hamsaya.core.package import grow

MAX_KEY_ENTRIES = 256


class Verified(msgspec.Struct, frozen=True, gc=False):
    """One verified entry: its place in the log, its bytes, its leaf hash.

    The bytes are canonical; the shape is not checked yet: `entry.decode_entry(data)` does that.
    """

    index: int
    data: bytes
    leaf: bytes


class Checked(NamedTuple):
    """Entries that `find_keys` has looked at, wherever that was done, and what it returned."""

    entries: Sequence[bytes]
    keys: Mapping[int, object]


def find_keys(entries: Sequence[bytes]) -> dict[int, object]:
    """Return the parsed `key/1` entries by their place among `entries`, all of which are canonical.

    Raises Untrusted(`canonical.*`, `entry.too-long`) where one is not.
    """
    values = enumerate(check_all_canonical(entries))
    return {at: value for at, value in values if isinstance(value, dict) and value.get("kind") == KIND}


class Signed(NamedTuple):
    """A checkpoint and the note that it was read from."""

    checkpoint: Checkpoint
    note: bytes


class Fork(Untrusted):
    """The neighbour signed two histories: both notes, and the `.equivocation` file that proves it to anyone."""

    def __init__(self, first: bytes, second: bytes, proof: bytes) -> None:
        """Keep the evidence."""
        super().__init__("trusted.fork")
        self.first, self.second, self.proof = first, second, proof


class TrustedLog:
    """What is verified of one log: its keys, its frontier, the finished checkpoint and the pending one.

    The frontier may stand past the finished checkpoint after an interrupted transfer.
    """

    def __init__(self, keys: KeyHistory, frontier: Frontier | None = None, note: bytes | None = None) -> None:
        """Resume from stored state that was verified before: keys, frontier, the last finished checkpoint's note.

        `keys` holds the log's origin and root key. Raises Untrusted(`trusted.state`, `note.*`) if these do not fit.
        """
        self.keys = keys
        self.frontier = frontier or Frontier()
        self.finished: Signed | None = None
        self.pending: Signed | None = None
        self._cosigned = False
        if note is not None:
            checkpoint = open_checkpoint(note, keys.all_keys)
            if checkpoint.size > self.frontier.size:
                raise Untrusted("trusted.state")
            self.finished = Signed(checkpoint, note)

    @property
    def origin(self) -> str:
        """Return the log's origin."""
        return self.keys.origin

    @property
    def checkpoint(self) -> Checkpoint | None:
        """Return the last finished checkpoint."""
        return self.finished.checkpoint if self.finished else None

    def update_checkpoint(
        self,
        note: bytes,
        *,
        prefix: Sequence[bytes] | None = None,
        key_entries: Sequence[tuple[int, bytes]] = (),
        cosigned: bool = False,
    ) -> Checkpoint:
        """Take the note up to which packages will follow; return its checkpoint.

        `prefix`: the neighbour's `merkle.prefix_path` from the last finished checkpoint, which makes a fork
        provable at once. `key_entries`: `(index, entry)` of `key/1` entries still to come, in order; each proves
        itself, and `finish` compares them with the log. `cosigned`: our own cosignature on this very checkpoint is
        on file. Raises Fork, or Untrusted: `trusted.origin`, `trusted.older` (smaller than what is held: see
        `compare_older`), `trusted.prefix`, `note.*` where no key in office at that size signed it.
        """
        keys = self._foresee(key_entries)
        new = self._open(note, keys, cosigned=cosigned)
        self._compare(new, keys)
        if new.checkpoint.size < self.frontier.size:
            raise Untrusted("trusted.older", size=new.checkpoint.size, held=self.frontier.size)
        if prefix is not None and self.finished and self.finished.checkpoint.size:
            self._check_prefix(self.finished, new, prefix, keys)
        self.pending, self._cosigned = new, cosigned
        return new.checkpoint

    def compare_older(self, note: bytes, read_hash: ReadHash, *, cosigned: bool = False) -> Checkpoint:
        """Hold a note that came late, no larger than the finished checkpoint, against our copy of the log.

        `read_hash` reads our copy; `cosigned`: our own cosignature on this very checkpoint is on file. Raises Fork
        with proof if the neighbour had signed another past, and Untrusted(`trusted.newer`) for a larger note.
        """
        old = self._open(note, self.keys, cosigned=cosigned)
        if not self.finished or old.checkpoint.size > self.finished.checkpoint.size:
            raise Untrusted("trusted.newer", size=old.checkpoint.size)
        self._compare(old, self.keys)
        size = old.checkpoint.size
        if size and range_hash(0, size, read_hash) != old.checkpoint.root:
            path = prefix_path(size, self.finished.checkpoint.size, read_hash)
            raise _fork(old, self.finished, self.keys, path)
        return old.checkpoint

    def accept_package(
        self, start: int, entries: Sequence[bytes] | Checked, proof: Sequence[bytes]
    ) -> tuple[Verified, ...]:
        """Verify at most 256 entries that follow the frontier, with their `package.package_path`; return them all.

        `entries`: as they came, or with their form checked ahead, which spares checking it here.

        Raises Untrusted and changes nothing: `trusted.no-checkpoint`, `trusted.gap` (the neighbour should send from
        `expected`), `package.*`, `merkle.*` for the proof, `canonical.*` and `entry.too-long` for an entry.
        """
        if self.pending is None:
            raise Untrusted("trusted.no-checkpoint")
        if start != self.frontier.size:
            raise Untrusted("trusted.gap", start=start, expected=self.frontier.size)
        pending = self.pending.checkpoint
        entries, found = entries if isinstance(entries, Checked) else (entries, None)
        leaves = [entry_leaf(each) for each in entries]
        frontier = grow(self.frontier, leaves, pending.size, pending.root, proof)
        keys = self.keys
        for at, value in (find_keys(entries) if found is None else found).items():
            keys = keys.apply(start + at, value)
        self.frontier, self.keys = frontier, keys
        return tuple(map(Verified, range(start, start + len(leaves)), entries, leaves))

    def finish(self) -> Checkpoint:
        """Make the pending checkpoint the finished one; only then, and once all is durable, may we cosign it.

        Raises Untrusted: `trusted.no-checkpoint`, `trusted.incomplete`, `trusted.root`, `note.*` where the log
        itself does not name the key that the foreseen entries promised.
        """
        if self.pending is None:
            raise Untrusted("trusted.no-checkpoint")
        expected = self.pending.checkpoint
        if self.frontier.size != expected.size:
            raise Untrusted("trusted.incomplete", expected=expected.size, held=self.frontier.size)
        if self.frontier.root() != expected.root:
            raise Untrusted("trusted.root", size=expected.size)
        self.finished = self._open(self.pending.note, self.keys, cosigned=self._cosigned)
        self.pending = None
        return expected

    def _foresee(self, key_entries: Sequence[tuple[int, bytes]]) -> KeyHistory:
        """Return the keys as they will be; entries that we hold already are passed over."""
        if len(key_entries) > MAX_KEY_ENTRIES:
            raise Untrusted("trusted.key-entries", limit=MAX_KEY_ENTRIES)
        keys, following = self.keys, self.frontier.size
        for index, data in key_entries:
            if index >= following:
                keys, following = keys.apply(index, check_canonical(data)), index + 1
        return keys

    def _open(self, note: bytes, keys: KeyHistory, *, cosigned: bool) -> Signed:
        """Return the checkpoint if a key in office at its size signed it."""
        claimed = parse_checkpoint(parse_note(note).text)
        if claimed.origin != self.origin:
            raise Untrusted("trusted.origin", expected=self.origin, found=claimed.origin)
        return Signed(open_checkpoint(note, keys.keys_at(claimed.size, cosigned=cosigned)), note)

    def _compare(self, new: Signed, keys: KeyHistory) -> None:
        """Raise Fork if a checkpoint that we hold has the same size and another root."""
        for held in (self.finished, self.pending):
            if held and held.checkpoint.size == new.checkpoint.size and held.checkpoint != new.checkpoint:
                raise _fork(held, new, keys)

    def _check_prefix(self, held: Signed, new: Signed, prefix: Sequence[bytes], keys: KeyHistory) -> None:
        held_root, new_root = fold_prefix(held.checkpoint.size, new.checkpoint.size, prefix)
        if new_root != new.checkpoint.root:
            raise Untrusted("trusted.prefix")
        if held_root != held.checkpoint.root:
            raise _fork(held, new, keys, prefix)


def _fork(held: Signed, new: Signed, keys: KeyHistory, path: Sequence[bytes] = ()) -> Fork:
    return Fork(held.note, new.note, build_equivocation(held.note, new.note, path, vkeys=keys.all_keys))
