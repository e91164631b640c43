"""Reading a bag: the same verifying code as online. Idempotent; what comes too early is answered with "need from N"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from hamsaya.core import salted, tile
from hamsaya.core.entry import check_canonical
from hamsaya.core.errors import HamsayaError, Refused, Untrusted
from hamsaya.core.merkle import HASH_SIZE
from hamsaya.exchange.bag import manifest as form
from hamsaya.exchange.bag.chain import read_chain, write_chain
from hamsaya.exchange.bag.manifest import Listed, Manifest
from hamsaya.exchange.bag.seal import Opener
from hamsaya.exchange.bag.tar import read_end, read_first, read_member
from hamsaya.exchange.bag.volume import VolumeReader
from hamsaya.exchange.peer import keep, receipt, shelf, wire
from hamsaya.exchange.peer.limit import NOTE_BYTES, PROOF_HASHES
from hamsaya.exchange.peer.mirror import Mirror
from hamsaya.node import blob, projector
from hamsaya.node.trust import key_history

KEYS_BYTES = 256 * 1024
MANIFEST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a bag brought."""

    number: int
    start: int
    size: int
    stored: int
    """Entries that were new."""
    files: int
    receipt: int
    """The size of our log that the receipt in it covers; 0 where there is none, or none that we can verify yet."""
    need_from: int | None
    """Where it starts too late for us: the neighbour should write one that starts here."""
    is_chained: bool
    """Whether it names the bag that was read last as the one before it."""
    is_repeated: bool
    """Whether everything in it was here already."""


def read_bag(compact: str, paths: Sequence[Path], *, clock: shelf.Clock = shelf.utc_now) -> Taken:
    """Take in a bag of one or more volumes, in any order of the paths.

    Raises Refused (`bag.unreadable`, `bag.no-volume`, `log.frozen`), Fork (the log is frozen by then), and Untrusted
    (`bag.*`, and whatever the trusted set says): kept as evidence by then; what had been verified before stays stored.
    """
    reading = _Reading(compact, clock)
    try:
        with VolumeReader(paths) as volumes:
            opener = Opener(volumes, settings.HAMSAYA_NODE.keys)
            try:
                return reading.take(opener)
            finally:
                opener.close()
    except Untrusted as error:
        reading.keep_evidence(error, paths)
        raise


class _Reading:
    """One bag while it is read, member by member in the order of its manifest."""

    def __init__(self, compact: str, clock: shelf.Clock) -> None:
        self._compact, self._clock = compact, clock
        self._ours, self._theirs = shelf.shared_heads(compact)
        self._mirror = Mirror(compact, self._theirs.party, "bag", clock)
        self._signed = b""
        self._old = False
        self._files = 0

    def take(self, source: Opener) -> Taken:
        keys = read_first(source, form.KEYS, KEYS_BYTES)
        self._signed = read_first(source, form.MANIFEST, MANIFEST_BYTES)
        manifest = self._open(keys)
        members = _Members(source, manifest.files)
        members.check(keys)
        given = self._take_head(manifest, members)
        need = manifest.start if self._mirror.next < manifest.start else None
        try:
            self._take_packages(manifest, members, is_wanted=need is None and not self._old)
        finally:
            self._mirror.store()
        if need is None and not self._old:
            self._mirror.finish()
        covered = self._take_receipt(given)
        projector.project_all(self._compact)
        while members.left:
            self._take_file(members)
        read_end(source)
        return self._report(manifest, covered, is_early=need is not None)

    def _open(self, keys: bytes) -> Manifest:
        history = key_history(self._theirs)
        foreseen = wire.parse_key_entries(keys)
        for index, data in foreseen:
            if index >= self._theirs.size:
                history = history.apply(index, check_canonical(data))
        try:
            manifest = form.open_manifest(self._signed, history.all_keys)
        except Untrusted as error:
            raise Untrusted("bag.wrong-sender" if error.code == "note.no-known-key" else error.code) from error
        if (manifest.sender, manifest.receiver) != (self._theirs.origin, self._ours.origin):
            raise Untrusted("bag.not-for-us", sender=manifest.sender, receiver=manifest.receiver)
        self._mirror.foresee(foreseen)
        return manifest

    def _take_head(self, manifest: Manifest, members: "_Members") -> bytes:
        """Take the checkpoint; return the note with the receipt, whose key the packages may still have to tell."""
        note = members.read(form.CHECKPOINT)
        prefix = _hashes(members.read(form.PREFIX)) if members.is_next(form.PREFIX) else None
        given = members.read(form.RECEIPT) if members.is_next(form.RECEIPT) else b""
        if len(note) > NOTE_BYTES or shelf.size_of(note) != manifest.size:
            raise Untrusted("bag.checkpoint")
        held = shelf.size_of(self._theirs.note) if self._theirs.note else 0
        try:
            self._mirror.take_checkpoint(note, prefix if held == manifest.start else None)
        except Untrusted as error:
            self._old = error.code == "trusted.older"
            if not self._old:
                raise
        return given

    def _take_receipt(self, note: bytes) -> int:
        if not note:
            return 0
        try:
            lines = note.rpartition(b"\n\n")[2]
            return receipt.take_receipt(self._compact, note, lines, int(self._clock().timestamp()))
        except Untrusted as error:
            if error.code != "receipt.unknown-key":
                raise
            return 0

    def _take_packages(self, manifest: Manifest, members: "_Members", *, is_wanted: bool) -> None:
        for span in wire.spans(manifest.start, manifest.size):
            proof = _hashes(members.read(f"proof/{span.base}"))
            entries = tile.decode_bundle(members.read(), span.end - span.base)
            if is_wanted:
                self._mirror.take_package(span.base, entries, proof)

    def _take_file(self, members: "_Members") -> None:
        name = members.left[0].name.removeprefix("blob/")
        data = members.read()
        named = shelf.find_file(self._theirs.compact_id, name)
        if named is None or shelf.has_file(self._theirs.compact_id, name):
            return
        blob.take(self._theirs.compact_id, name, data[: salted.SALT_SIZE], data[salted.SALT_SIZE :], named.media)
        self._files += 1

    def _report(self, manifest: Manifest, covered: int, *, is_early: bool) -> Taken:
        home, now_held = settings.HAMSAYA_NODE.path, self._mirror.head().size
        chain, digest = read_chain(home, self._compact), form.digest_of(self._signed)
        if manifest.number > chain.read:
            write_chain(home, self._compact, replace(chain, read=manifest.number, read_digest=digest))
        stored = now_held - self._theirs.size
        return Taken(
            manifest.number, manifest.start, manifest.size, stored, self._files, covered,
            need_from=now_held if is_early else None,
            is_chained=manifest.previous == chain.read_digest,
            is_repeated=manifest.size <= self._theirs.size and not self._files,
        )  # fmt: skip

    def keep_evidence(self, error: HamsayaError, paths: Sequence[Path]) -> None:
        """Keep what the bag said of itself, or where it never got so far, how its file begins."""
        data = self._signed or b"".join(_beginning(path) for path in paths)
        keep.keep_evidence(self._theirs, error, data, "bag", int(self._clock().timestamp()))


class _Members:
    """The members that the manifest lists, read in its order and held against its digests."""

    def __init__(self, source: Opener, files: Sequence[Listed]) -> None:
        self._source = source
        self.left = list(files)

    def is_next(self, name: str) -> bool:
        return bool(self.left) and self.left[0].name == name

    def check(self, data: bytes) -> None:
        """Hold what was read already against the first line."""
        listed = self.left.pop(0)
        if listed.length != len(data):
            raise Untrusted("bag.member-digest", name=listed.name)
        form.check_member(listed, data)

    def read(self, name: str = "") -> bytes:
        """Return the next member, of that name where one is given."""
        if not self.left or (name and self.left[0].name != name):
            raise Untrusted("bag.manifest")
        listed = self.left.pop(0)
        return form.check_member(listed, read_member(self._source, listed.name, listed.length))


def _hashes(data: bytes) -> tuple[bytes, ...]:
    if len(data) % HASH_SIZE or len(data) > (PROOF_HASHES + 1) * HASH_SIZE:
        raise Untrusted("bag.proof")
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as source:
            return source.read(4096)
    except OSError as error:
        raise Refused("bag.unreadable", path=path.name, reason=type(error).__name__) from error
