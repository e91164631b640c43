"""Tiles of 256 hashes and bundles of 256 entries (C2SP tlog-tiles v0.1.0)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hamsaya.core.errors import Broken, Refused, Untrusted
from hamsaya.core.merkle import HASH_SIZE, ReadHash, node_hash, root_of

HEIGHT = 8
WIDTH = 256
MAX_LEVEL = 63
MAX_INDEX = 2**55 - 1
ENTRIES = "entries"
_LENGTH_SIZE = 2
_MAX_LENGTH = 65_535
_MAX_OPENED = 64

ReadTile = Callable[[int, int], bytes]
"""`read_tile(level, index)` returns the widest stored form of a tile: whole hashes of 32 bytes."""

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<high>(?:x[0-9]{3}/){0,5})(?P<low>[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class TileRef:
    """The place of a tile, or with level None of an entry bundle; `width` is 256 when it is full."""

    level: int | None
    index: int
    width: int = WIDTH

    def path(self) -> str:
        """Return the path below the log's address."""
        return tile_path(self.level, self.index, self.width)


def tile_path(level: int | None, index: int, width: int = WIDTH) -> str:
    """Return the path of a tile (`tile/0/x001/234.p/5`), or with level None of an entry bundle."""
    if not (0 <= (level or 0) <= MAX_LEVEL and 0 <= index <= MAX_INDEX and 1 <= width <= WIDTH):
        raise Refused("tile.coordinates")
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    suffix = f".p/{width}" if width < WIDTH else ""
    return f"tile/{ENTRIES if level is None else level}/{'/'.join(groups)}{suffix}"


def parse_tile_path(path: str) -> TileRef:
    """Return the place that `path` names, or raise Untrusted(`tile.path`) for every other spelling."""
    found = _PATH.fullmatch(path)
    if not found:
        raise Untrusted("tile.path")
    level = None if found["level"] == ENTRIES else int(found["level"])
    index = int(found["high"].replace("x", "").replace("/", "") + found["low"])
    ref = TileRef(level, index, int(found["width"] or WIDTH))
    try:
        spelling = ref.path()
    except Refused as error:
        raise Untrusted("tile.path") from error
    if spelling != path:
        raise Untrusted("tile.path")
    return ref


def tile_width(level: int, index: int, size: int) -> int:
    """Return how many hashes the tile has in a tree of `size` leaves: 0 to 256."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))


def tiles_for_append(old_size: int, leaves: Sequence[bytes], read_tile: ReadTile) -> dict[tuple[int, int], bytes]:
    """Return the new and grown tiles, by `(level, index)`, after leaf HASHES are appended to a tree of `old_size`."""
    tiles: dict[tuple[int, int], bytes] = {}
    row, level, first = list(leaves), 0, old_size
    while row:
        index, width = divmod(first, WIDTH)
        if width:
            row = [*split_tile(_read(read_tile, level, index, width))[:width], *row]
        above = []
        for at in range(0, len(row), WIDTH):
            hashes = row[at : at + WIDTH]
            tiles[level, index + at // WIDTH] = b"".join(hashes)
            if len(hashes) == WIDTH:
                above.append(root_of(hashes))
        row, level, first = above, level + 1, first >> HEIGHT
    return tiles


def split_tile(data: bytes) -> tuple[bytes, ...]:
    """Return the hashes of a tile of 1 to 256, or raise Untrusted(`tile.length`)."""
    if not data or len(data) % HASH_SIZE or len(data) > WIDTH * HASH_SIZE:
        raise Untrusted("tile.length")
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


def read_hash_from_tiles(read_tile: ReadTile) -> ReadHash:
    """Return the reader of complete subtree hashes over stored tiles, for the proofs in `merkle`.

    It remembers the inner nodes of the last tiles that it read: what a tile has once held never changes.
    """
    opened: dict[tuple[int, int], list[list[bytes]]] = {}

    def read_hash(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        tile_index, offset = divmod(index, WIDTH >> height)
        rows = opened.get((tile_level, tile_index))
        if rows is None or len(rows[height]) <= offset:
            needed = (offset + 1) << height
            rows = _inner_nodes(_read(read_tile, tile_level, tile_index, needed))
            if len(opened) >= _MAX_OPENED:
                opened.clear()
            opened[tile_level, tile_index] = rows
        return rows[height][offset]

    return read_hash


def _inner_nodes(data: bytes) -> list[list[bytes]]:
    """Return the hashes of a tile's complete subtrees by height, 0 to 7."""
    rows = [list(split_tile(data))]
    for _ in range(1, HEIGHT):
        row = rows[-1]
        rows.append([node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)])
    return rows


def _read(read_tile: ReadTile, level: int, index: int, width: int) -> bytes:
    """Return a stored tile, or raise Broken(`tile.short`) if it holds fewer than `width` hashes."""
    data = read_tile(level, index)
    if len(data) < width * HASH_SIZE:
        raise Broken("tile.short", level=level, index=index, width=width)
    return data


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return the entries, each after its length in two bytes, big-endian."""
    parts: list[bytes] = []
    for each in entries:
        if len(each) > _MAX_LENGTH:
            raise Refused("bundle.entry-too-long")
        parts += (len(each).to_bytes(_LENGTH_SIZE, "big"), each)
    return b"".join(parts)


def decode_bundle(data: bytes, count: int | None = None) -> tuple[bytes, ...]:
    """Return the entries of a bundle: `count` of them where given, at most 256; raise Untrusted(`bundle.*`)."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH_SIZE
        at = start + int.from_bytes(data[start - _LENGTH_SIZE : start], "big")
        if at > len(data) or start > len(data):
            raise Untrusted("bundle.truncated")
        entries.append(data[start:at])
        if len(entries) > WIDTH:
            raise Untrusted("bundle.too-many")
    if count is not None and len(entries) != count:
        raise Untrusted("bundle.count", expected=count, found=len(entries))
    return tuple(entries)
