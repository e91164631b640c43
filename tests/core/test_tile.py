"""Tiles and bundles: paths, growth in any steps, proofs read from tiles, strict reading."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core import merkle, tile
from hamsaya.core.errors import Broken, Refused, Untrusted
from hamsaya.core.merkle import leaf_hash
from hamsaya.core.tile import TileRef

SIZE = 256 * 257 + 5
LEAVES = [leaf_hash(b"%d" % number) for number in range(SIZE)]


def grow(steps: list[int]) -> dict[tuple[int, int], bytes]:
    tiles: dict[tuple[int, int], bytes] = {}
    for old, new in pairwise(steps):
        tiles.update(tile.tiles_for_append(old, LEAVES[old:new], lambda level, index: tiles[level, index]))
    return tiles


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (63, 999, 1, "tile/63/999.p/1"),
        (1, 1000, 255, "tile/1/x001/000.p/255"),
        (None, 0, 112, "tile/entries/000.p/112"),
        (None, 2**55 - 1, 256, "tile/entries/x036/x028/x797/x018/x963/967"),
    ],
)
def test_paths_are_those_of_the_specification(level: int | None, index: int, width: int, path: str) -> None:
    assert tile.tile_path(level, index, width) == path
    assert tile.parse_tile_path(path) == TileRef(level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/tile/0/000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/000\n",
    ],
)
def test_refuses_other_paths(path: str) -> None:
    with pytest.raises(Untrusted) as caught:
        tile.parse_tile_path(path)
    assert caught.value.code == "tile.path"


@given(st.text("tile/0123456789xp.ens", max_size=24))
def test_a_path_that_parses_is_written_the_same(path: str) -> None:
    try:
        ref = tile.parse_tile_path(path)
    except Untrusted:
        return
    assert ref.path() == path


@pytest.mark.parametrize(
    ("level", "index", "width"), [(64, 0, 256), (-1, 0, 256), (0, -1, 256), (0, 2**55, 1), (0, 0, 0), (0, 0, 257)]
)
def test_refuses_impossible_coordinates(level: int, index: int, width: int) -> None:
    with pytest.raises(Refused) as caught:
        tile.tile_path(level, index, width)
    assert caught.value.code == "tile.coordinates"


def test_tiles_do_not_depend_on_the_steps_of_growth() -> None:
    at_once = grow([0, SIZE])
    assert grow([0, 1, 255, 256, 257, 700, 700, 65_535, 65_536, 65_537, SIZE]) == at_once
    assert {place: len(data) // 32 for place, data in at_once.items() if len(data) < 8192} == {
        (0, 257): 5,
        (1, 1): 1,
        (2, 0): 1,
    }
    assert all(len(data) == 32 * tile.tile_width(level, index, SIZE) for (level, index), data in at_once.items())
    assert [tile.tile_width(0, 258, SIZE), tile.tile_width(1, 0, SIZE), tile.tile_width(3, 0, SIZE)] == [0, 256, 0]


def test_proofs_are_read_from_tiles() -> None:
    tiles = grow([0, SIZE])
    read_hash = tile.read_hash_from_tiles(lambda level, index: tiles[level, index])
    root = merkle.root_of(LEAVES)
    for index in (0, 1, 255, 256, 65_535, 65_536, SIZE - 1):
        path = merkle.inclusion_path(index, SIZE, read_hash)
        merkle.verify_inclusion(LEAVES[index], index, SIZE, path, root)
    for old in (1, 256, 300, 65_536, SIZE - 1):
        path = merkle.consistency_path(old, SIZE, read_hash)
        merkle.verify_consistency(old, merkle.root_of(LEAVES[:old]), SIZE, root, path)


def test_a_tile_that_lost_hashes_is_our_own_fault() -> None:
    tiles = {place: data[:-32] for place, data in grow([0, 300]).items()}
    with pytest.raises(Broken) as caught:
        tile.tiles_for_append(300, LEAVES[300:301], lambda level, index: tiles[level, index])
    assert caught.value.code == "tile.short"


def test_the_reader_goes_on_with_a_growing_log_and_reads_many_tiles() -> None:
    tiles = grow([0, 300])
    read_hash = tile.read_hash_from_tiles(lambda level, index: tiles[level, index])
    assert read_hash(1, 148) == merkle.root_of(LEAVES[296:298])
    with pytest.raises(Broken) as caught:
        read_hash(1, 150)
    assert caught.value.code == "tile.short"
    tiles.update(tile.tiles_for_append(300, LEAVES[300:], lambda level, index: tiles[level, index]))
    assert read_hash(1, 150) == merkle.root_of(LEAVES[300:302])
    wanted = [merkle.root_of(LEAVES[at * 16 : at * 16 + 16]) for at in range(0, 4096, 16)]
    assert [read_hash(4, at) for at in range(0, 4096, 16)] == wanted


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 33, b"x" * 32 * 257])
def test_refuses_a_tile_of_another_length(data: bytes) -> None:
    with pytest.raises(Untrusted) as caught:
        tile.split_tile(data)
    assert caught.value.code == "tile.length"


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_bundles_survive_the_wire(entries: list[bytes]) -> None:
    data = tile.encode_bundle(entries)
    assert tile.decode_bundle(data, len(entries)) == tuple(entries)


@given(st.binary(max_size=64))
def test_a_bundle_that_parses_is_written_the_same(data: bytes) -> None:
    try:
        entries = tile.decode_bundle(data)
    except Untrusted:
        return
    assert tile.encode_bundle(entries) == data


@pytest.mark.parametrize(
    ("data", "count", "code"),
    [
        (b"\x00", None, "bundle.truncated"),
        (b"\x00\x02x", None, "bundle.truncated"),
        (b"\x00\x01x\xff", None, "bundle.truncated"),
        (b"\x00\x00" * 257, None, "bundle.too-many"),
        (b"\x00\x01x", 2, "bundle.count"),
        (b"", 1, "bundle.count"),
    ],
)
def test_refuses_a_broken_bundle(data: bytes, count: int | None, code: str) -> None:
    with pytest.raises(Untrusted) as caught:
        tile.decode_bundle(data, count)
    assert caught.value.code == code


def test_a_bundle_holds_no_entry_past_its_length_field() -> None:
    assert len(tile.encode_bundle([b"x" * 65_535])) == 65_537
    with pytest.raises(Refused) as caught:
        tile.encode_bundle([b"x" * 65_536])
    assert caught.value.code == "bundle.entry-too-long"
