"""Taking in a log: what pushes, pulls and bags share (protocol §2, §3, §6). Verified, made durable, then cosigned."""

from collections.abc import Sequence
from functools import partial

from hamsaya.core import merkle
from hamsaya.core.checkpoint import Checkpoint, parse_checkpoint
from hamsaya.core.equivocation import build_equivocation
from hamsaya.core.errors import HamsayaError, Refused, Untrusted
from hamsaya.core.husk import entry_leaf
from hamsaya.core.note import Note, parse_note
from hamsaya.core.trusted import Checked, Fork, TrustedLog, Verified
from hamsaya.exchange.peer import keep, shelf
from hamsaya.exchange.peer.behind import Behind
from hamsaya.exchange.peer.limit import PACKAGE
from hamsaya.node import ledger
from hamsaya.node.head import Head, read_head
from hamsaya.node.models import SHARED

BATCH = 4096
"""Verified entries are made durable in transactions of about so many."""


class Mirror:
    """Our copy of one log, and the way into it. Not for several threads at once: callers hold a lock."""

    def __init__(self, compact: str, party: str, via: str, clock: shelf.Clock) -> None:
        """`party`: whose log; `via`: the road that its bytes come by, kept with what is kept."""
        self.compact, self.party, self.via, self.clock = compact, party, via, clock
        self._trusted: TrustedLog | None = None
        self._verified: list[Verified] = []
        self._foreseen: list[tuple[int, bytes]] = []
        self.behind: Behind | None = None
        """Where it is set, batches become durable in that thread while the next are verified."""

    def head(self) -> Head:
        """Return the log's head as it is stored now."""
        return read_head(self.compact, self.party, SHARED)

    @property
    def next(self) -> int:
        """Return the index of the entry that should come next, those not yet durable counted."""
        return self._loaded(self.head()).frontier.size

    @property
    def awaited(self) -> int:
        """Return the size of the checkpoint whose entries are awaited; 0 where none is."""
        held = self._trusted
        return held.pending.checkpoint.size if held is not None and held.pending is not None else 0

    def foresee(self, entries: Sequence[tuple[int, bytes]]) -> None:
        """Take entries about keys ahead of their time; each proves itself, and the log must hold them when it comes."""
        self._foreseen = list(entries)

    def take_checkpoint(self, note: bytes, prefix: Sequence[bytes] | None = None) -> None:
        """Take the checkpoint up to which packages will follow.

        Raises Refused(`log.frozen`), Fork (the log is frozen by then), Untrusted(`trusted.older`) for one that is not
        beyond what we hold and agrees with it, and Untrusted otherwise (kept as evidence by then).
        """
        head = self.head()
        if head.frozen:
            raise Refused("log.frozen", origin=head.origin)
        with self._evidence(head, note):
            self._take_checkpoint(head, _bare(note), prefix)

    def take_package(self, start: int, entries: Sequence[bytes] | Checked, proof: Sequence[bytes]) -> None:
        """Verify a package that begins at or before the next entry; what we hold of it already is passed over."""
        plain = entries.entries if isinstance(entries, Checked) else entries
        head = self.head() if self._trusted is None else None
        trusted = self._trusted if head is None else self._loaded(head)
        if trusted is None:
            return
        known = max(0, trusted.frontier.size - start)
        if known >= len(plain):
            return
        try:
            self._verified += trusted.accept_package(start + known, plain[known:] if known else entries, proof)
        except Untrusted as error:
            fork = _prove_fork(trusted, start, plain, proof)
            with self._evidence(self.head(), b"\n".join(plain)):
                raise fork or error from error
        if len(self._verified) >= BATCH:
            self._receive(None)

    def knows_signer(self, note: bytes) -> bool:
        """Tell whether a note claims to be signed by a key that the log has named, as far as we have it."""
        parsed, keys = parse_note(note), self._loaded(self.head()).keys.all_keys
        return any(parsed.of(key) for key in keys)

    def holds(self, stated: Checkpoint) -> bool:
        """Tell whether our copy is finished at exactly this checkpoint."""
        return self._loaded(self.head()).checkpoint == stated

    def store(self) -> None:
        """Make durable what has been verified."""
        if self._verified:
            self._receive(None)
        self._catch_up()

    def finish(self) -> None:
        """Make the rest durable together with the checkpoint, and hold it against every checkpoint ever seen.

        Raises Untrusted(`trusted.incomplete`) while entries lack.
        """
        trusted = self._trusted
        if trusted is None or trusted.pending is None:
            raise Untrusted("trusted.no-checkpoint")
        note, before = trusted.pending.note, trusted.checkpoint.size if trusted.checkpoint else 0
        size = trusted.finish().size
        self._receive(note)
        head = self.head()
        reader = shelf.hash_reader(head)
        for seen in shelf.seen_notes(head, before + 1, size):
            with self._evidence(head, seen):
                trusted.compare_older(seen, reader)

    def reset(self) -> None:
        """Forget what is not durable; the next question reads what is."""
        self._trusted, self._verified = None, []

    def is_pending(self, size: int) -> bool:
        """Tell whether a checkpoint of that size awaits its entries; one seen before a restart is taken up again."""
        head = self.head()
        trusted = self._loaded(head)
        if trusted.pending is None or trusted.pending.checkpoint.size != size:
            for note in shelf.seen_notes(head, size, size):
                if size > (trusted.checkpoint.size if trusted.checkpoint else 0):
                    trusted.update_checkpoint(note, key_entries=self._foreseen)
        return trusted.pending is not None and trusted.pending.checkpoint.size == size

    def _loaded(self, head: Head) -> TrustedLog:
        """Return what is verified, read anew where somebody else has written the log meanwhile."""
        held = self._trusted
        if held is None or held.frontier.size - len(self._verified) != head.size:
            self._verified = []
            held = self._trusted = shelf.trusted_log(head)
        return held

    def _take_checkpoint(self, head: Head, note: bytes, prefix: Sequence[bytes] | None) -> None:
        trusted = self._loaded(head)
        stated = shelf.state_of(note)
        self._compare_seen(head, trusted, note)
        try:
            trusted.update_checkpoint(
                note, prefix=prefix, key_entries=self._foreseen, cosigned=self._is_cosigned(head, stated.size)
            )
        except Untrusted as error:
            if error.code != "trusted.older":
                raise
            if trusted.checkpoint and stated.size <= trusted.checkpoint.size:
                trusted.compare_older(note, shelf.hash_reader(head))
            keep.keep_checkpoint(head, note, self.via, self._now())
            raise
        keep.keep_checkpoint(head, note, self.via, self._now())

    def _compare_seen(self, head: Head, trusted: TrustedLog, note: bytes) -> None:
        """Raise Fork where a checkpoint of the same size and another root was ever seen, on whatever road."""
        stated = shelf.state_of(note)
        for seen in shelf.seen_notes(head, stated.size, stated.size):
            if shelf.state_of(seen).root != stated.root:
                try:
                    proof = build_equivocation(seen, note, vkeys=trusted.keys.all_keys)
                except HamsayaError:
                    continue  # the new note is signed by nobody we know: it says nothing about the neighbour
                raise Fork(seen, note, proof)

    def _is_cosigned(self, head: Head, size: int) -> bool:
        last = shelf.last_receipt(head, head.ours)
        return last is not None and last[0] == size

    def _receive(self, note: bytes | None) -> None:
        verified, self._verified = self._verified, []
        receive = partial(
            ledger.receive, self.compact, verified, note, now=self.clock(), via=self.via, party=self.party
        )
        try:
            if self.behind is not None and note is None:
                self.behind.put(receive)
            else:
                self._catch_up()
                receive()
        except BaseException:
            self.reset()
            raise

    def _catch_up(self) -> None:
        """Wait until what was handed to the thread behind is durable."""
        try:
            if self.behind is not None:
                self.behind.wait()
        except BaseException:
            self.reset()
            raise

    def _evidence(self, head: Head, data: bytes) -> "_Evidence":
        return _Evidence(head, data, self.via, self._now())

    def _now(self) -> int:
        return int(self.clock().timestamp())


def _bare(note: bytes) -> bytes:
    """Return the note with the lines under its log's own name only: what others added says nothing of the log."""
    parsed = parse_note(note)
    origin = parse_checkpoint(parsed.text).origin
    own = tuple(line for line in parsed.signatures if line.name == origin)
    if not own:
        raise Untrusted("note.no-known-key")
    return Note(parsed.text, own).to_bytes()


def _prove_fork(trusted: TrustedLog, start: int, entries: Sequence[bytes], proof: Sequence[bytes]) -> Fork | None:
    """Return the proof that a bundle gives by itself, where the end of what we hold lies inside it and differs.

    What is under the bundle's subtree follows from its entries, what is above it stands in its proof.
    """
    held, new = trusted.finished, trusted.pending
    if held is None or new is None or start % PACKAGE or not start < held.checkpoint.size <= start + len(entries):
        return None
    leaves = [entry_leaf(each) for each in entries]

    def read_hash(level: int, index: int) -> bytes:
        return merkle.root_of(leaves[index << level : (index + 1) << level])

    inner = merkle.prefix_path(held.checkpoint.size - start, len(leaves), read_hash)
    keys = trusted.keys.all_keys
    try:
        return Fork(held.note, new.note, build_equivocation(held.note, new.note, (*inner, *proof), vkeys=keys))
    except HamsayaError:
        return None


class _Evidence:
    """Keeps what fails to verify inside the block: a fork freezes the log; what is merely old is no fault."""

    def __init__(self, head: Head, data: bytes, via: str, now: int) -> None:
        self._head, self._data, self._via, self._now = head, data, via, now

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        """Keep the data where the error says that it was not to be trusted."""
        if isinstance(error, Fork):
            keep.freeze(self._head, error, self._via, self._now)
        elif isinstance(error, Untrusted) and error.code != "trusted.older":
            keep.keep_evidence(self._head, error, self._data, self._via, self._now)
