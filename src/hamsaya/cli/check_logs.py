"""Checks a folder of plain files that hold a log (C2SP tlog-tiles), from `core` alone: no database, no network."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hamsaya.core.canonical import decode
from hamsaya.core.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, verify_cosignature
from hamsaya.core.ed25519 import VerifyKey
from hamsaya.core.entry import check_canonical
from hamsaya.core.errors import HamsayaError, Refused, Untrusted
from hamsaya.core.husk import entry_leaf
from hamsaya.core.keys import KIND, KeyHistory
from hamsaya.core.merkle import Frontier, node_hash
from hamsaya.core.note import decode_vkey, parse_note
from hamsaya.core.tile import WIDTH, decode_bundle, split_tile, tile_path

MOST_NOTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A log whose every entry hangs together under a signed checkpoint."""

    folder: Path
    checkpoint: Checkpoint
    note: bytes
    keys: tuple[VerifyKey, ...]
    pinned: bool
    tiles: int


def find_logs(folder: Path) -> list[Path]:
    """Return the folders that hold a checkpoint: this one, or those in it."""
    here = (
        [folder] if (folder / "checkpoint").is_file() else sorted(path.parent for path in folder.glob("*/checkpoint"))
    )
    if not here:
        raise Refused("verify.no-log", path=folder)
    return here


def read_small(path: Path, most: int = MOST_NOTE) -> bytes:
    """Return a file's bytes; Untrusted where it is missing or larger than it can be."""
    try:
        if path.stat().st_size > most:
            raise Untrusted("verify.too-large", path=path.name, limit=most)
        return path.read_bytes()
    except OSError as error:
        raise Untrusted("verify.file-missing", path=path.name) from error


def read_bundles(folder: Path, size: int) -> Iterator[tuple[bytes, ...]]:
    """Yield the log's entries, 256 at a time."""
    for index, start in enumerate(range(0, size, WIDTH)):
        width = min(WIDTH, size - start)
        data = read_small(folder / tile_path(None, index, width), WIDTH * (1 << 16))
        yield decode_bundle(data, width)


def check_log(folder: Path, roots: Sequence[VerifyKey], watch: Iterable[object] | None = None) -> Checked:
    """Return the log if all of it verifies; raises Untrusted with what does not.

    Every entry is canonical, their tree has the root that the checkpoint states, the checkpoint is signed by the key
    in office at that size, and every tile that is there has the hashes that it should. Without a root key for this
    origin the keys are those that the log names itself: whole, but not proven to be that party's.
    """
    note = read_small(folder / "checkpoint")
    stated = parse_checkpoint(parse_note(note).text)
    frontier, histories, named = Frontier(), [_history(stated.origin, root) for root in roots], []
    tiles = _Tiles(folder)
    ticks = iter(watch or ())
    for entries in read_bundles(folder, stated.size):
        values = [check_canonical(entry) for entry in entries]
        for index, value in enumerate(values, frontier.size):
            if isinstance(value, dict) and value.get("kind") == KIND:
                histories = [history.apply(index, value) for history in histories]
                named += _named(stated.origin, value)
        leaves = [entry_leaf(entry) for entry in entries]
        frontier = frontier.extend(leaves)
        tiles.add(leaves)
        next(ticks, None)
    if frontier.root() != stated.root:
        raise Untrusted("verify.root", origin=stated.origin)
    keys = _keys(histories, stated, named)
    return Checked(folder, open_checkpoint(note, keys), note, keys, bool(histories), tiles.finish())


def _history(origin: str, root: VerifyKey) -> KeyHistory:
    return KeyHistory(origin, root)


def _keys(histories: Sequence[KeyHistory], stated: Checkpoint, named: Sequence[VerifyKey]) -> tuple[VerifyKey, ...]:
    if not histories:
        return tuple(named)
    found = tuple(key for history in histories for key in history.keys_at(stated.size, cosigned=False))
    if not found:
        raise Untrusted("verify.no-key", origin=stated.origin)
    return found


def _named(origin: str, value: dict[str, object]) -> list[VerifyKey]:
    body = value.get("body")
    line = body.get("key") if isinstance(body, dict) else None
    try:
        key = decode_vkey(line) if isinstance(line, str) else None
    except HamsayaError:
        return []
    return [key] if key is not None and key.name == origin else []


class _Tiles:
    """Compares the tiles in a folder with those that the entries make."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._levels, self._done, self._checked = folder, [[b""][:0]], [0], 0

    def add(self, leaves: Sequence[bytes]) -> None:
        """Take the hashes of the next leaves."""
        self._levels[0] += leaves
        self._climb(0)

    def _climb(self, level: int) -> None:
        while len(self._levels[level]) >= WIDTH:
            full, self._levels[level] = self._levels[level][:WIDTH], self._levels[level][WIDTH:]
            self._compare(level, full)
            self._done[level] += 1
            if level + 1 == len(self._levels):
                self._levels.append([])
                self._done.append(0)
            self._levels[level + 1].append(_join(full))
            self._climb(level + 1)

    def _compare(self, level: int, hashes: Sequence[bytes]) -> None:
        path = self._folder / tile_path(level, self._done[level], len(hashes))
        if path.is_file():
            if list(split_tile(read_small(path, WIDTH * 32))) != list(hashes):
                raise Untrusted("verify.tile", path=str(path.relative_to(self._folder)))
            self._checked += 1

    def finish(self) -> int:
        """Compare the tiles that are not full; return how many were compared in all."""
        for level, hashes in enumerate(self._levels):
            if hashes:
                self._compare(level, hashes)
        return self._checked


def _join(hashes: Sequence[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def check_receipts(log: Checked, others: Sequence[Checked]) -> dict[str, int]:
    """Return who cosigned the log's checkpoint, and when (seconds since 1970), as far as the others' keys are here."""
    found = {}
    for other in others:
        for key in other.keys:
            if any(line.name == key.name for line in parse_note(log.note).signatures):
                found[other.checkpoint.origin] = verify_cosignature(log.note, key)
    return found


def entry_values(data: bytes) -> object:
    """Return an entry as parsed JSON; raises Untrusted."""
    return decode(data)
