"""Packages: which ranges can be proven alone, and that only true ones grow the frontier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.writer import frontier

from hamsaya.core import package
from hamsaya.core.errors import Untrusted
from hamsaya.core.merkle import Frontier, leaf_hash
from hamsaya.core.tile import read_hash_from_tiles, tiles_for_append

SIZE = 1100
LEAVES = [leaf_hash(b"%d" % number) for number in range(SIZE)]
TILES = tiles_for_append(0, LEAVES, lambda _level, _index: b"")


def read_tile(level: int, index: int) -> bytes:
    return TILES[level, index]


READ_HASH = read_hash_from_tiles(read_tile)
ROOT = frontier(LEAVES).root()


def grow(start: int, end: int, leaves: list[bytes] | None = None) -> Frontier:
    path = package.package_path(start, end, SIZE, READ_HASH)
    return package.grow(frontier(LEAVES[:start]), leaves or LEAVES[start:end], SIZE, ROOT, path)


def test_ranges_are_cut_at_multiples_of_256() -> None:
    assert list(package.package_ranges(0, 600)) == [(0, 256), (256, 512), (512, 600)]
    assert list(package.package_ranges(300, 512)) == [(300, 512)]
    assert list(package.package_ranges(600, 600)) == []


@given(st.integers(0, SIZE - 1))
def test_every_start_can_go_on_to_the_next_cut(start: int) -> None:
    for first, end in package.package_ranges(start, SIZE):
        assert grow(first, end) == frontier(LEAVES[:end])


@given(st.integers(0, SIZE - 1), st.integers(0, 8))
def test_a_poor_link_may_cut_finer_down_to_one_entry(start: int, height: int) -> None:
    end = min(SIZE, (start >> height) + 1 << height)
    assert grow(start, end) == frontier(LEAVES[:end])


@pytest.mark.parametrize(
    ("start", "end", "size"),
    [
        (0, 0, 5),
        (3, 2, 5),
        (-1, 2, 5),
        (0, 6, 5),
        (0, 257, 1000),
        (0, 512, 1000),
        (0, 512, 512),
        (255, 300, 1000),
        (1, 6, 1000),
        (5, 7, 1000),
    ],
)
def test_refuses_a_range_that_is_no_package(start: int, end: int, size: int) -> None:
    with pytest.raises(Untrusted) as caught:
        package.package_subtree(start, end, size)
    assert caught.value.code == "package.range"


@pytest.mark.parametrize(("start", "end"), [(0, 256), (300, 512), (1024, 1100), (7, 8)])
def test_one_changed_leaf_spoils_the_package(start: int, end: int) -> None:
    leaves = LEAVES[start:end]
    leaves[-1] = leaf_hash(b"another")
    with pytest.raises(Untrusted) as caught:
        grow(start, end, leaves)
    assert caught.value.code == "package.proof"


def test_a_true_package_over_another_past_is_a_fork() -> None:
    ours = frontier([leaf_hash(b"another"), *LEAVES[1:512]])
    path = package.package_path(512, 768, SIZE, READ_HASH)
    with pytest.raises(Untrusted) as caught:
        package.grow(ours, LEAVES[512:768], SIZE, ROOT, path)
    assert caught.value.code == "package.fork"


def test_a_path_of_another_length_is_refused() -> None:
    path = package.package_path(0, 256, SIZE, READ_HASH)
    for wrong in (path[:-1], (*path, ROOT), (path[0][:31], *path[1:])):
        with pytest.raises(Untrusted) as caught:
            package.grow(Frontier(), LEAVES[:256], SIZE, ROOT, wrong)
        assert caught.value.code == "merkle.path-length"
