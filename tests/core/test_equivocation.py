"""Proofs of two histories: they convince a third party, and no honest log can be accused."""

from base64 import b64encode
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.writer import Log, key

from hamsaya.core import canonical, merkle
from hamsaya.core.checkpoint import Checkpoint, add_line, cosign, parse_checkpoint, sign_checkpoint
from hamsaya.core.equivocation import MAX_PROOF, build_equivocation, verify_equivocation
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.merkle import EMPTY_ROOT
from hamsaya.core.note import parse_note, sign_note

SIZE = 70
ONE, OTHER = Log().fill(SIZE, "one"), Log().fill(SIZE, "another")
KEYS = [ONE.node.verify_key]


def proof(small: int, large: int) -> bytes:
    path = OTHER.prefix(small, large) if small < large else ()
    return build_equivocation(ONE.note(small), OTHER.note(large), path, vkeys=KEYS)


@pytest.mark.parametrize(("small", "large"), [(2, 2), (2, 3), (4, 70), (7, 64), (64, 65), (69, 70), (70, 70)])
def test_a_fork_is_proven_to_a_third_party(small: int, large: int) -> None:
    found = verify_equivocation(proof(small, large), [key("x", "1").verify_key, *KEYS])
    assert found.origin == ONE.origin
    assert {found.first, found.second} == {
        Checkpoint(ONE.origin, small, ONE.root_at(small)),
        Checkpoint(ONE.origin, large, OTHER.root_at(large)),
    }
    assert found.keys == tuple(KEYS)


def test_the_order_of_the_notes_does_not_matter() -> None:
    path = OTHER.prefix(7, 70)
    assert build_equivocation(OTHER.note(70), ONE.note(7), path, vkeys=KEYS) == proof(7, 70)
    assert build_equivocation(OTHER.note(7), ONE.note(7), vkeys=KEYS) == proof(7, 7)


def test_both_keys_of_a_log_bind_it() -> None:
    second = key(ONE.origin, "node 2")
    data = build_equivocation(ONE.note(7), OTHER.note(7, second), vkeys=[*KEYS, second.verify_key])
    assert verify_equivocation(data, [second.verify_key, *KEYS]).keys == (second.verify_key, *KEYS)
    with pytest.raises(Untrusted) as caught:
        verify_equivocation(data, KEYS)
    assert caught.value.code == "note.no-known-key"


def test_one_known_key_is_enough_whatever_the_order() -> None:
    second = key(ONE.origin, "node 2")
    one, other = (
        sign_checkpoint(Checkpoint(ONE.origin, 7, each.root_at(7)), each.node, second) for each in (ONE, OTHER)
    )
    both = [second.verify_key, *KEYS, *KEYS]
    data = build_equivocation(one, other, vkeys=both)
    assert data == build_equivocation(one, other, vkeys=both[::-1])
    assert verify_equivocation(data, both[:2]).keys == tuple(both[:2])
    assert verify_equivocation(data, KEYS).keys == tuple(KEYS)


def test_lines_of_others_are_left_out_of_the_file() -> None:
    noted = add_line(ONE.note(7), cosign(ONE.note(7), key("w", "1"), 5))
    assert build_equivocation(noted, OTHER.note(7), vkeys=KEYS) == proof(7, 7)


@given(st.integers(0, SIZE), st.integers(0, SIZE))
def test_an_honest_log_cannot_be_accused(old: int, new: int) -> None:
    old, new = sorted((old, new))
    path = ONE.prefix(old, new) if 0 < old < new else ()
    with pytest.raises(Refused) as caught:
        build_equivocation(ONE.note(old), ONE.note(new), path, vkeys=KEYS)
    assert caught.value.code == "equivocation.none"


@given(st.integers(1, SIZE - 1), st.integers(0, 8), st.integers(0, 255))
def test_no_invented_path_accuses_an_honest_log(old: int, at: int, byte: int) -> None:
    path = list(ONE.prefix(old, SIZE))
    at %= len(path)
    path[at] = bytes([byte]) + path[at][1:]
    with pytest.raises(Refused):
        build_equivocation(ONE.note(old), ONE.note(SIZE), path, vkeys=KEYS)


def test_two_logs_do_not_contradict_each_other() -> None:
    stranger = Log("b.example/log").fill(7)
    with pytest.raises(Refused) as caught:
        build_equivocation(ONE.note(7), stranger.note(7), vkeys=[*KEYS, stranger.node.verify_key])
    assert caught.value.params == {"reason": "equivocation.other-log"}


def test_a_note_by_another_name_cannot_be_used() -> None:
    forger = key("b.example/log", "forger")
    forged = sign_checkpoint(Checkpoint(ONE.origin, 7, OTHER.root_at(7)), forger)
    with pytest.raises(Untrusted) as caught:
        build_equivocation(ONE.note(7), forged, vkeys=[*KEYS, forger.verify_key])
    assert caught.value.code == "note.no-known-key"


VALUE: dict[str, object] = canonical.decode(proof(7, 70))  # type: ignore[assignment]  # an object
SAME: dict[str, object] = canonical.decode(proof(7, 7))  # type: ignore[assignment]  # an object
PATH: list[str] = VALUE["path"]  # type: ignore[assignment]  # a list of hex strings


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], "equivocation.shape"),
        (VALUE | {"more": 1}, "equivocation.shape"),
        (VALUE | {"kind": "equivocation/2"}, "equivocation.shape"),
        (VALUE | {"first": VALUE["second"], "second": VALUE["first"]}, "equivocation.shape"),
        (SAME | {"first": SAME["second"], "second": SAME["first"]}, "equivocation.shape"),
        (SAME | {"path": ["00" * 32]}, "equivocation.shape"),
        (SAME | {"first": SAME["second"]}, "equivocation.none"),
        (VALUE | {"path": PATH[:-1]}, "merkle.path-length"),
        (VALUE | {"path": ["00" * 32, *PATH[1:]]}, "equivocation.path"),
        (VALUE | {"path": [PATH[0].upper(), *PATH[1:]]}, "equivocation.shape"),
        (VALUE | {"path": [PATH[0][:-2] + "  ", *PATH[1:]]}, "equivocation.shape"),
        (VALUE | {"path": ["zz", *PATH[1:]]}, "equivocation.shape"),
        (VALUE | {"path": [1]}, "equivocation.shape"),
        (VALUE | {"path": "00"}, "equivocation.shape"),
        (VALUE | {"path": PATH * 10}, "equivocation.shape"),
        (VALUE | {"first": 1}, "equivocation.shape"),
        (VALUE | {"first": "ی"}, "equivocation.shape"),
        (VALUE | {"first": "x"}, "equivocation.shape"),
        (VALUE | {"first": "eHh="}, "equivocation.shape"),
        (VALUE | {"first": "eHh4"}, "note.shape"),
    ],
)
def test_refuses_other_files(value: object, code: str) -> None:
    with pytest.raises(Untrusted) as caught:
        verify_equivocation(canonical.encode(value), KEYS)
    assert caught.value.code == code


def test_refuses_a_file_of_any_length() -> None:
    with pytest.raises(Untrusted) as caught:
        verify_equivocation(b" " * (MAX_PROOF + 1), KEYS)
    assert caught.value.code == "equivocation.too-long"


def test_refuses_lines_that_are_not_needed() -> None:
    note = parse_note(ONE.note(7))
    noted = sign_note(note.text, [ONE.node, key("x", "1")])
    data = canonical.encode(SAME | {"first": b64encode(noted).decode()})
    with pytest.raises(Untrusted) as caught:
        verify_equivocation(data, KEYS)
    assert caught.value.code == "equivocation.shape"


def test_nothing_contradicts_the_empty_log() -> None:
    empty = ONE.note(0)
    assert parse_checkpoint(parse_note(empty).text).root == EMPTY_ROOT
    path: Sequence[bytes] = (merkle.leaf_hash(b"x"),)
    for each in ((), path):
        with pytest.raises(Refused):
            build_equivocation(empty, OTHER.note(7), each, vkeys=KEYS)
