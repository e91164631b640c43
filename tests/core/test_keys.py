"""Which node key speaks for a log at which size: handover, loss, theft, and a revocation that comes late."""

from typing import Any

import pytest
from tests.core.writer import key

from hamsaya.core import keys
from hamsaya.core.keys import KeyHistory, Revocation, name_body, revoke_body, rotate_body
from hamsaya.core.note import encode_vkey

ORIGIN = "a.example/log"
ROOT = key("a.example/root", "root")
ONE, TWO, THREE, THIEF = (key(ORIGIN, label) for label in ("1", "2", "3", "thief"))
EMPTY = KeyHistory(ORIGIN, ROOT.verify_key)
NAMED = EMPTY.apply(0, {"kind": "key/1", "act": "name", "body": name_body(ROOT, ONE.verify_key)})


def act(name: str, body: object) -> dict[str, object]:
    return {"kind": keys.KIND, "act": name, "body": body}


def speakers(history: KeyHistory, size: int, *, cosigned: bool = False) -> list[str]:
    names = {ONE.verify_key: "1", TWO.verify_key: "2", THREE.verify_key: "3", THIEF.verify_key: "thief"}
    return [names[each] for each in history.keys_at(size, cosigned=cosigned)]


def test_nobody_speaks_before_the_root_has_named_a_key() -> None:
    assert (EMPTY.current, EMPTY.keys_at(5), EMPTY.cosigners) == (None, (), ())


def test_the_named_key_speaks_from_the_entry_that_names_it() -> None:
    assert [speakers(NAMED, size) for size in (0, 1, 1000)] == [[], ["1"], ["1"]]
    assert NAMED.current == ONE.verify_key
    assert NAMED.find(TWO.verify_key) is None


def test_old_and_new_both_sign_the_checkpoint_of_the_handover() -> None:
    history = NAMED.apply(10, act("rotate", rotate_body(ONE, TWO)))
    assert [speakers(history, size) for size in (10, 11, 12)] == [["1"], ["1", "2"], ["2"]]
    assert (history.current, history.cosigners) == (TWO.verify_key, (TWO.verify_key, ONE.verify_key))
    assert history.flags == ()


def test_a_lost_key_is_replaced_by_the_root() -> None:
    history = NAMED.apply(10, act("name", name_body(ROOT, TWO.verify_key)))
    assert [speakers(history, size) for size in (10, 11, 12)] == [["1"], ["1", "2"], ["2"]]


def test_after_a_theft_only_what_the_neighbour_had_cosigned_stays() -> None:
    history = NAMED.apply(20, act("revoke", revoke_body(ROOT, ONE.verify_key, 15)))
    assert history.current is None
    assert history.cosigners == ()
    assert history.all_keys == (ONE.verify_key,)
    assert [speakers(history, size) for size in (15, 16, 20, 21)] == [["1"], [], [], []]
    assert [speakers(history, size, cosigned=True) for size in (15, 16, 20, 21)] == [["1"], ["1"], ["1"], []]
    renewed = history.apply(21, act("name", name_body(ROOT, TWO.verify_key)))
    assert (renewed.current, speakers(renewed, 22), speakers(renewed, 1000)) == (TWO.verify_key, ["2"], ["2"])


def test_what_a_thief_handed_over_falls_with_the_stolen_key() -> None:
    stolen = NAMED.apply(16, act("rotate", rotate_body(ONE, THIEF)))
    history = stolen.apply(20, act("revoke", revoke_body(ROOT, ONE.verify_key, 15)))
    assert [speakers(history, size) for size in (17, 18, 30)] == [[], [], []]
    assert speakers(history, 18, cosigned=True) == ["thief"]
    assert history.current is None


def test_an_honest_handover_before_the_last_trusted_size_stands() -> None:
    handed = NAMED.apply(10, act("rotate", rotate_body(ONE, TWO)))
    history = handed.apply(30, act("revoke", revoke_body(ROOT, ONE.verify_key, 11)))
    assert (speakers(history, 11), speakers(history, 31), history.current) == (["1", "2"], ["2"], TWO.verify_key)


def test_of_two_revocations_the_stricter_counts() -> None:
    twice = NAMED
    for index, last in ((20, 15), (25, 10), (30, 12)):
        twice = twice.apply(index, act("revoke", revoke_body(ROOT, ONE.verify_key, last)))
    found = twice.find(ONE.verify_key)
    assert found is not None
    assert found.revoked == Revocation(trusted=10, index=20)


def changed(body: dict[str, object], **fields: object) -> dict[str, object]:
    return body | fields


NAME_TWO, ROTATE_TWO = name_body(ROOT, TWO.verify_key), rotate_body(ONE, TWO)
REVOKE_ONE = revoke_body(ROOT, ONE.verify_key, 5)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (act("retire", {}), "key.shape"),
        (act("name", None), "key.shape"),
        ({"kind": keys.KIND}, "key.shape"),
        (act("name", {}), "key.shape"),
        (act("name", changed(NAME_TWO, key=5)), "key.shape"),
        (act("name", changed(NAME_TWO, key="x")), "note.vkey"),
        (act("name", changed(NAME_TWO, by_root=None)), "key.signature"),
        (act("name", changed(NAME_TWO, by_root="ی")), "key.signature"),
        (act("name", changed(NAME_TWO, by_root="x")), "key.signature"),
        (act("name", changed(NAME_TWO, more=1)), "key.signature"),
        (act("name", changed(NAME_TWO, more=1.5)), "canonical.float"),
        (act("name", name_body(THIEF, TWO.verify_key)), "key.signature"),
        (act("name", name_body(ROOT, ONE.verify_key)), "key.used-before"),
        (act("name", name_body(ROOT, ROOT.verify_key)), "key.other-origin"),
        (act("name", name_body(ROOT, key("b.example/log", "1").verify_key)), "key.other-origin"),
        (act("rotate", changed(ROTATE_TWO, by_old=ROTATE_TWO["by_new"])), "key.signature"),
        (act("rotate", changed(ROTATE_TWO, by_new=ROTATE_TWO["by_old"])), "key.signature"),
        (act("rotate", rotate_body(TWO, THREE)), "key.not-in-office"),
        (act("rotate", rotate_body(ONE, ONE)), "key.used-before"),
        (act("rotate", NAME_TWO), "key.shape"),
        (act("revoke", changed(REVOKE_ONE, last=4)), "key.signature"),
        (act("revoke", changed(REVOKE_ONE, last="5")), "key.revoke-size"),
        (act("revoke", changed(REVOKE_ONE, last=True)), "key.revoke-size"),
        (act("revoke", revoke_body(ROOT, ONE.verify_key, -1)), "key.revoke-size"),
        (act("revoke", revoke_body(ROOT, ONE.verify_key, 10)), "key.revoke-size"),
        (act("revoke", revoke_body(ROOT, TWO.verify_key, 5)), "key.unknown"),
        (act("revoke", revoke_body(ONE, ONE.verify_key, 5)), "key.signature"),
    ],
)
def test_what_is_wrong_is_flagged_and_has_no_effect(value: dict[str, Any], code: str) -> None:
    history = NAMED.apply(9, value)
    assert history.flags == ((9, code),)
    assert history.named == NAMED.named


def test_a_root_that_bears_the_logs_name_cannot_name_itself() -> None:
    root = key(ORIGIN, "root")
    history = KeyHistory(ORIGIN, root.verify_key).apply(0, act("name", name_body(root, root.verify_key)))
    assert history.flags == ((0, "key.used-before"),)


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, {"kind": "letter/1", "act": "name", "body": NAME_TWO}])
def test_other_entries_change_nothing(value: object) -> None:
    assert NAMED.apply(9, value) == NAMED


def test_a_statement_for_one_log_says_nothing_about_another() -> None:
    other = KeyHistory("b.example/log", ROOT.verify_key)
    body = name_body(ROOT, ONE.verify_key)
    assert other.apply(0, act("name", body)).flags == ((0, "key.other-origin"),)
    renamed = key("b.example/log", "1").verify_key
    moved = changed(body, key=encode_vkey(renamed))
    assert other.apply(0, act("name", moved)).flags == ((0, "key.signature"),)
