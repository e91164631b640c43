"""A husk stands in the tree where its entry stood; how long content is kept is counted in whole months."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core.canonical import decode, encode
from hamsaya.core.husk import HEAD, entry_leaf, is_husk, make_husk
from hamsaya.core.kinds import kind_named
from hamsaya.core.merkle import leaf_hash
from hamsaya.core.retention import Keep, after, before, rule_of

ENTRY = encode(
    {
        "v": 1, "kind": "incident/1", "act": "report", "record": "IR/x", "post": "zahedan-duty",
        "at": "2026-11-22T08:00:00Z", "seen": {"size": 0, "root": "0" * 64}, "audience": "DESK", "use": "U1",
        "body": {"place": "here"}, "files": [{"hash": "1" * 64, "size": 3, "media": "text/plain"}], "new": "field",
    }
)  # fmt: skip


def test_a_husk_keeps_hash_kind_and_times_and_nothing_else() -> None:
    husk = make_husk(ENTRY)
    assert is_husk(husk)
    assert not is_husk(ENTRY)
    assert entry_leaf(husk) == entry_leaf(ENTRY) == leaf_hash(ENTRY)
    assert make_husk(husk) == husk
    value = decode(husk)
    assert isinstance(value, dict)
    assert set(value) == {
        "!", "act", "at", "audience", "body", "files", "kind", "post", "record", "seen", "use", "v",
    }  # fmt: skip
    assert (value["body"], value["files"], value["post"], value["kind"]) == ({}, [], "", "incident/1")


@pytest.mark.parametrize("data", [HEAD, HEAD + b"zz" * 32 + b'",', HEAD + b"00" * 31 + b'","', HEAD + b"\xff" * 80])
def test_what_only_begins_like_a_husk_is_hashed_as_it_stands(data: bytes) -> None:
    assert not is_husk(data)
    assert entry_leaf(data) == leaf_hash(data)


@given(st.binary(max_size=120))
def test_any_bytes_have_a_leaf(data: bytes) -> None:
    assert len(entry_leaf(HEAD + data)) == 32


def test_months_are_counted_to_the_end_of_shorter_ones() -> None:
    assert after(datetime(2027, 1, 31, tzinfo=UTC), 1) == datetime(2027, 2, 28, tzinfo=UTC)
    assert after(datetime(2027, 12, 1, tzinfo=UTC), 1) == datetime(2028, 1, 1, tzinfo=UTC)
    assert before(datetime(2028, 2, 29, tzinfo=UTC), 24) == datetime(2026, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "rule", "months"),
    [("notice", "letters", 24), ("incident", "incidents", 60), ("claim", "claims", 24), ("signal", "letters", 24)],
)
def test_each_kind_has_its_time(kind: str, rule: str, months: int) -> None:
    found = kind_named(kind)
    assert found is not None
    assert rule_of(found) == rule
    assert Keep().months(rule) == months


@pytest.mark.parametrize("kind", ["commitment", "sitting", "principle", "report", "withdrawal", "desk"])
def test_what_was_agreed_or_is_public_stays(kind: str) -> None:
    found = kind_named(kind)
    assert found is not None
    assert rule_of(found) == ""
