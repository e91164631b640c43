"""The tree: against the definition of RFC 6962 word for word, and against pymerkle."""

from collections.abc import Sequence
from hashlib import sha256

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core import merkle
from hamsaya.core.errors import Untrusted
from hamsaya.core.merkle import EMPTY_ROOT, MAX_SIZE, Frontier, leaf_hash, node_hash

ENTRIES = [b"%d" % number for number in range(70)]
LEAVES = [leaf_hash(each) for each in ENTRIES]


def definition(leaves: Sequence[bytes]) -> bytes:
    """Return MTH of RFC 6962 section 2.1, by its recursion."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(definition(leaves[:middle]), definition(leaves[middle:]))


ROOTS = [definition(LEAVES[:size]) for size in range(len(LEAVES) + 1)]
SIZES = st.integers(1, len(LEAVES))


def read_hash(level: int, index: int) -> bytes:
    return definition(LEAVES[index << level : (index + 1) << level])


def test_hashes_are_those_of_the_specification() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_the_frontier_has_the_root_of_the_definition_however_it_grew(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]) == ROOTS[size]
    for first in range(size + 1):
        grown = Frontier().extend(LEAVES[:first]).extend(LEAVES[first:size])
        assert grown == Frontier().extend(LEAVES[:size])
    one_by_one = Frontier()
    for each in LEAVES[:size]:
        one_by_one = one_by_one.append(each)
    assert one_by_one.root() == ROOTS[size]
    assert Frontier.from_bytes(one_by_one.to_bytes()) == one_by_one


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33, 70])
def test_pymerkle_agrees(size: int) -> None:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for each in ENTRIES[:size]:
        tree.append_entry(each)
    assert tree.get_root() == ROOTS[size]
    for index in range(size):
        theirs = tree.prove_inclusion(index + 1, size).serialize()["path"]
        ours = merkle.inclusion_path(index, size, read_hash)
        assert sorted(each.hex() for each in ours) == sorted(set(theirs) - {LEAVES[index].hex()})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 7,
        b"\x00" * 9,
        b"\x00" * 7 + b"\x01",
        b"\x00" * 8 + b"\x01" * 32,
        b"\x00" * 7 + b"\x01" + b"x" * 31,
        b"\xff" * 8 + b"x" * 2048,
    ],
)
def test_refuses_a_stored_frontier_that_does_not_fit(data: bytes) -> None:
    with pytest.raises(Untrusted) as caught:
        Frontier.from_bytes(data)
    assert caught.value.code == "merkle.frontier"


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_every_inclusion_is_provable(size: int) -> None:
    for index in range(size):
        path = merkle.inclusion_path(index, size, read_hash)
        merkle.verify_inclusion(LEAVES[index], index, size, path, ROOTS[size])


@pytest.mark.parametrize("new", range(len(LEAVES) + 1))
def test_every_prefix_is_provable(new: int) -> None:
    for old in range(new + 1):
        path = merkle.consistency_path(old, new, read_hash)
        merkle.verify_consistency(old, ROOTS[old], new, ROOTS[new], path)
        if old:
            full = merkle.prefix_path(old, new, read_hash)
            assert merkle.fold_prefix(old, new, full) == (ROOTS[old], ROOTS[new])


def test_paths_have_the_order_of_the_examples_in_rfc_6962() -> None:
    tree = LEAVES[:7]
    a, b, c, d, e, f, j = tree
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741  # the names of the specification's figure
    assert merkle.inclusion_path(0, 7, read_hash) == (b, h, l)
    assert merkle.inclusion_path(3, 7, read_hash) == (c, g, l)
    assert merkle.inclusion_path(4, 7, read_hash) == (f, j, k)
    assert merkle.inclusion_path(6, 7, read_hash) == (i, k)
    assert merkle.consistency_path(3, 7, read_hash) == (c, d, g, l)
    assert merkle.consistency_path(4, 7, read_hash) == (l,)
    assert merkle.consistency_path(6, 7, read_hash) == (i, j, k)


@given(SIZES, st.data())
def test_a_changed_path_proves_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = list(merkle.inclusion_path(index, size, read_hash))
    wrong = data.draw(st.sampled_from(["drop", "add", "cut", "flip", "leaf", "place"]))
    leaf = LEAVES[index]
    if wrong in {"drop", "cut", "flip"} and not path:
        return
    if wrong == "drop":
        path.pop(data.draw(st.integers(0, len(path) - 1)))
    elif wrong == "add":
        path.append(b"\x00" * 32)
    elif wrong == "cut":
        path[-1] = path[-1][:31]
    elif wrong == "flip":
        at = data.draw(st.integers(0, len(path) - 1))
        path[at] = bytes([path[at][0] ^ 1]) + path[at][1:]
    elif wrong == "leaf":
        leaf = leaf_hash(b"another")
    else:
        index, size = size, size + 1
    with pytest.raises(Untrusted):
        merkle.verify_inclusion(leaf, index, size, path, ROOTS[len(LEAVES)] if wrong == "place" else ROOTS[size])


@pytest.mark.parametrize(
    ("start", "end", "size", "code"),
    [
        (0, 0, 0, "merkle.range"),
        (0, 1, 0, "merkle.range"),
        (5, 5, 8, "merkle.range"),
        (-1, 1, 8, "merkle.range"),
        (0, 9, 8, "merkle.range"),
        (0, 1, 2**63, "merkle.range"),
        (1, 3, 8, "merkle.not-a-subtree"),
        (0, 3, 8, "merkle.not-a-subtree"),
    ],
)
def test_refuses_what_is_no_subtree(start: int, end: int, size: int, code: str) -> None:
    with pytest.raises(Untrusted) as caught:
        merkle.subtree_path(start, end, size, read_hash)
    assert caught.value.code == code


def test_a_tree_of_the_largest_size_has_paths_of_63_hashes() -> None:
    path = merkle.subtree_path(0, 1, MAX_SIZE, lambda _level, _index: EMPTY_ROOT)
    root, past = merkle.fold_subtree(LEAVES[0], 0, 1, MAX_SIZE, path)
    assert (len(path), past) == (63, ())
    merkle.verify_inclusion(LEAVES[0], 0, MAX_SIZE, path, root)


@pytest.mark.parametrize(
    ("old", "old_root", "new", "path", "code"),
    [
        (3, ROOTS[4], 7, None, "merkle.proof"),
        (4, ROOTS[3], 7, None, "merkle.proof"),
        (0, ROOTS[1], 7, (), "merkle.proof"),
        (7, ROOTS[6], 7, (), "merkle.proof"),
        (0, ROOTS[0], 7, (ROOTS[1],), "merkle.path-length"),
        (7, ROOTS[7], 7, (ROOTS[1],), "merkle.path-length"),
        (3, ROOTS[3], 7, (), "merkle.path-length"),
        (8, ROOTS[8], 7, (), "merkle.range"),
        (-1, ROOTS[0], 7, (), "merkle.range"),
    ],
)
def test_refuses_a_false_past(old: int, old_root: bytes, new: int, path: tuple[bytes, ...] | None, code: str) -> None:
    found = merkle.consistency_path(old, new, read_hash) if path is None else path
    with pytest.raises(Untrusted) as caught:
        merkle.verify_consistency(old, old_root, new, ROOTS[new], found)
    assert caught.value.code == code


@pytest.mark.parametrize(("old", "new"), [(8, 7), (-1, 7), (0, 2**63)])
def test_no_path_from_a_larger_tree_to_a_smaller(old: int, new: int) -> None:
    for prove in (merkle.consistency_path, merkle.prefix_path):
        with pytest.raises(Untrusted) as caught:
            prove(old, new, read_hash)
        assert caught.value.code == "merkle.range"
