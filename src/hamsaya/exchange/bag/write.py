"""Writing a bag: all of our log that the neighbour has no receipt for, with what proves it, and our receipt for his."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from hamsaya.core import merkle, tile
from hamsaya.core.errors import Refused
from hamsaya.core.package import package_path
from hamsaya.exchange.bag import manifest as form
from hamsaya.exchange.bag.chain import read_chain, write_chain
from hamsaya.exchange.bag.manifest import Manifest
from hamsaya.exchange.bag.seal import Sealer
from hamsaya.exchange.bag.tar import write_end, write_member
from hamsaya.exchange.bag.volume import VolumeWriter
from hamsaya.exchange.peer import receipt, shelf, wire
from hamsaya.exchange.peer.limit import PACKAGE
from hamsaya.node import blob
from hamsaya.node.head import Head
from hamsaya.node.keyring import renamed, signer


@dataclass(frozen=True, slots=True)
class Written:
    """A bag that was written: its volumes in order, its number, and the entries `[start, size)` that it carries."""

    paths: tuple[Path, ...]
    number: int
    start: int
    size: int
    files: int


def write_bag(
    compact: str,
    path: Path,
    volume_size: int | None = None,
    *,
    start: int | None = None,
    clock: shelf.Clock = shelf.utc_now,
) -> Written:
    """Write a bag for the neighbour to `path`, or in volumes of at most so many bytes (`name.001.bag`, …).

    `start`: the first entry, where the neighbour asked for another than the one after his last receipt. Raises
    Refused: `bag.recipient` without the neighbour's age recipient, `log.reconcile-first`, `receipt.nothing`,
    OSError where the medium is full; then nothing is left behind.
    """
    home = settings.HAMSAYA_NODE
    ours, theirs = shelf.shared_heads(compact)
    if ours.reconcile:
        raise Refused("log.reconcile-first", origin=ours.origin)
    if not ours.note:
        raise Refused("receipt.nothing")
    load = _Load(ours, theirs, _first(ours, start), _receipt(compact, theirs, clock))
    chain = read_chain(home.path, compact)
    manifest = load.manifest(chain.written + 1, chain.written_digest)
    key = renamed(signer(home.keys, compact, ours.key_entries), ours.origin)
    signed = form.sign_manifest(manifest, key)
    paths = _lay_down(path, volume_size, home.membership(compact).neighbour_bag, signed, load)
    chain = replace(chain, written=manifest.number, written_digest=form.digest_of(signed))
    write_chain(home.path, compact, chain)
    return Written(tuple(paths), manifest.number, manifest.start, manifest.size, len(load.names))


def _first(ours: Head, start: int | None) -> int:
    last = shelf.last_receipt(ours, ours.neighbour)
    first = start if start is not None else min(last[0] if last else 0, ours.size)
    if not 0 <= first <= ours.size:
        raise Refused("bag.start", start=first, size=ours.size)
    if ours.size - first > form.MOST_BUNDLES * PACKAGE:
        raise Refused("bag.too-much", start=first, limit=form.MOST_BUNDLES * PACKAGE)
    return first


def _receipt(compact: str, theirs: Head, clock: shelf.Clock) -> bytes:
    """Return the neighbour's checkpoint with our cosignature, or nothing before his first."""
    if not theirs.note:
        return b""
    receipt.give_receipt(compact, int(clock().timestamp()))
    return shelf.cosigned_note(theirs)


def _lay_down(path: Path, volume_size: int | None, recipient: str, signed: bytes, load: "_Load") -> list[Path]:
    out = VolumeWriter(path, volume_size)
    try:
        sealer = Sealer(out, recipient)
        try:
            for name, data in load.members():
                write_member(sealer, name, data)
                if name == form.KEYS:
                    write_member(sealer, form.MANIFEST, signed)
            write_end(sealer)
        except BaseException:
            sealer.abandon()
            raise
        sealer.close()
        return out.finish()
    except BaseException:
        out.abandon()
        raise


class _Load:
    """What goes into a bag, in its order, the same each time it is asked."""

    def __init__(self, ours: Head, theirs: Head, start: int, receipt_note: bytes) -> None:
        self._ours, self._theirs, self._start, self._receipt = ours, theirs, start, receipt_note
        self._reader = shelf.hash_reader(ours)
        self.names: list[str] = []
        for span in wire.spans(start, ours.size):
            self.names += shelf.file_hashes(shelf.read_entries(ours, span.start, span.end))

    def manifest(self, number: int, previous: str) -> Manifest:
        files = tuple(form.list_member(name, data) for name, data in self.members())
        return Manifest(self._ours.origin, self._theirs.origin, number, previous, self._start, self._ours.size, files)

    def members(self) -> Iterator[tuple[str, bytes]]:
        yield form.KEYS, wire.encode_key_entries(shelf.key_entries(self._ours))
        yield form.CHECKPOINT, self._ours.note
        if self._start and self._start < self._ours.size:
            path = merkle.prefix_path(self._start, self._ours.size, self._reader)
            yield form.PREFIX, b"".join(path)
        if self._receipt:
            yield form.RECEIPT, self._receipt
        for span in wire.spans(self._start, self._ours.size):
            yield from self._package(span)
        for name in self.names:
            found = blob.read(self._ours.compact_id, name)
            if found is not None:
                yield f"blob/{name}", found.salt + found.data

    def _package(self, span: wire.Span) -> Iterator[tuple[str, bytes]]:
        proof = package_path(span.start, span.end, self._ours.size, self._reader)
        yield f"proof/{span.base}", b"".join(proof)
        entries = shelf.read_entries(self._ours, span.base, span.end)
        yield tile.tile_path(None, span.base // PACKAGE, span.end - span.base), tile.encode_bundle(entries)
