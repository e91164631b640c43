"""Canonical JSON: equal to an independent RFC 8785 encoder, and one form for each value."""

import unicodedata
from collections.abc import Callable
from enum import IntEnum

import msgspec
import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from hamsaya.core import canonical
from hamsaya.core.errors import Refused, Untrusted

KEYS = st.text(st.characters(max_codepoint=0x7F), max_size=8)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@given(VALUES)
@example({"b": 1, "a": [], "A": {}, "": None, "\x7f": '\x00\x1f\x7f\u2028/\\"é😀'})
def test_what_is_encoded_equals_rfc_8785_and_reads_back(value: object) -> None:
    try:
        data = canonical.encode(value)
    except Refused as error:
        assert error.code in {"canonical.not-nfc", "canonical.unassigned"}  # noqa: PT017  # the property needs both ways
        return
    assert data == rfc8785.dumps(value)  # type: ignore[arg-type]  # the strategy makes JSON values only
    assert canonical.decode(data) == value


@given(st.binary(max_size=40) | TEXT.map(str.encode) | VALUES.map(rfc8785.dumps))
def test_what_is_decoded_encodes_to_the_same_bytes(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except Untrusted:
        return
    assert rfc8785.dumps(value) == data  # type: ignore[arg-type]  # a JSON value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "canonical.not-json"),
        (b"nul", "canonical.not-json"),
        (b"\xef\xbb\xbf{}", "canonical.not-json"),
        (b'"\\ud800"', "canonical.not-json"),
        (b'"\\ud800x"', "canonical.not-json"),
        (b'"\xed\xa0\x80"', "canonical.not-json"),
        (b'{"\xff":1}', "canonical.not-json"),
        (b"{}{}", "canonical.not-json"),
        (b"9" * 5000, "canonical.not-json"),
        (b"NaN", "canonical.not-json"),
        (b"1.0", "canonical.float"),
        (b'{"a":1e2}', "canonical.float"),
        (b"1e400", "canonical.float"),
        (b"9007199254740992", "canonical.integer-range"),
        (b"[-9007199254740992]", "canonical.integer-range"),
        (b"123456789012345678901234567890", "canonical.integer-range"),
        (b"-0", "canonical.not-canonical"),
        (b" 1", "canonical.not-canonical"),
        (b"1\n", "canonical.not-canonical"),
        (b'{"b":1,"a":2}', "canonical.not-canonical"),
        (b'{"a":1,"a":1}', "canonical.not-canonical"),
        (b'"\\u0041"', "canonical.not-canonical"),
        (b'"\\u001F"', "canonical.not-canonical"),
        (b'"\\/"', "canonical.not-canonical"),
        ('{"é":1}'.encode(), "canonical.key-not-ascii"),
        ('{"a":["e\u0301"]}'.encode(), "canonical.not-nfc"),
        (nested(33), "canonical.depth"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "canonical.depth"),
        (nested(100_000), "canonical.depth"),
    ],
)
def test_refuses_other_spellings(data: bytes, code: str) -> None:
    with pytest.raises(Untrusted) as caught:
        canonical.decode(data)
    assert caught.value.code == code
    with pytest.raises(Untrusted) as among_others:
        canonical.decode_all([b"{}", data, b"1.5", b'{"a":1}'])
    assert among_others.value.code == code


LINES = st.sampled_from([b"", b"1", b"1\n2", b'"x', b'y"', b"{}", b"[1,", b"2]", '"é"'.encode(), b'"1234567890123456"'])


@given(st.lists(LINES | VALUES.map(rfc8785.dumps), max_size=5))
@example([b"1\n2", b""])
@example([b"{}", b'"1234567890123456"'])
@example([b"{}", b"12345678901234567"])
@example([b"{}", nested(33)])
@example([b'{"a":1}', '{"é":1}'.encode()])
@example([b"", b"1\n2"])
def test_many_at_once_are_taken_and_refused_as_one_by_one(many: list[bytes]) -> None:
    assert _outcome(lambda: canonical.decode_all(many)) == _outcome(lambda: [canonical.decode(each) for each in many])


def _outcome(work: Callable[[], list[object]]) -> object:
    try:
        return work()
    except Untrusted as refused:
        return refused.code


@pytest.mark.parametrize(
    "data",
    [
        nested(32),
        b'{"a":' * 32 + b"1" + b"}" * 32,
        b"[" + b"[]," * 40 + b"{}]",
        b"9007199254740991",
        b'"1234567890123456"',
        '"\\n\u0303"'.encode(),
        '{"a":["\\n\u0303",{}]}'.encode(),
        b'"\x7f"',
    ],
)
def test_takes_the_edges(data: bytes) -> None:
    assert canonical.encode(canonical.decode(data)) == data


class Number(IntEnum):
    """A subclass of int, which has no place in canonical JSON."""

    ONE = 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "canonical.float"),
        ({"a": [b"x"]}, "canonical.type"),
        (Number.ONE, "canonical.type"),
        ({1: 2}, "canonical.key-not-ascii"),
        ({"ی": 2}, "canonical.key-not-ascii"),
        (2**53, "canonical.integer-range"),
        ("\ud800", "canonical.surrogate"),
        ("e\u0301", "canonical.not-nfc"),
        (["é", "e\u0301"], "canonical.not-nfc"),
        ("\U0003fff0", "canonical.unassigned"),
    ],
)
def test_refuses_to_write_what_could_not_be_read(value: object, code: str) -> None:
    with pytest.raises(Refused) as caught:
        canonical.encode(value)
    assert caught.value.code == code


def test_refuses_to_write_what_is_too_deep() -> None:
    value: list[object] = []
    for _ in range(32):
        value = [value]
    with pytest.raises(Refused) as caught:
        canonical.encode(value)
    assert caught.value.code == "canonical.depth"
    assert canonical.encode(value[0]) == nested(32)


def test_writes_persian_and_urdu_with_their_joiners() -> None:
    assert (
        canonical.encode(("می\u200cرود", "ہمسایہ۔", "two\u2028lines"))
        == '["می\u200cرود","ہمسایہ۔","two\u2028lines"]'.encode()
    )


@given(st.text(st.sampled_from('abeé "\\:\u0627\u0648\u06cc\u06d5\u0651\u0653\u0654\u0655\u0301\u1100\u1161')))
def test_a_text_that_is_plain_is_in_normal_form(text: str) -> None:
    assert not canonical._is_plain(text.encode()) or unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("text", ["", "خانه\u0654 ما، «می\u200cرود».", "یہ ہمسایہ ہے۔ ۱۲", "Zürich – “né”"])
def test_what_people_write_here_is_plain(text: str) -> None:
    assert canonical._is_plain(text.encode())


def test_nothing_plain_is_the_second_of_a_pair_and_marks_join_only_what_is_known_for_it() -> None:
    others, joining = canonical._plain_letters()
    marks = set(canonical._COMPOSING)
    for char in map(chr, range(0x110000)):
        pair = unicodedata.decomposition(char).split()
        if len(pair) == 2 and not pair[0].startswith("<"):
            first, second = (chr(int(code, 16)) for code in pair)
            assert others.match(second) or second.isascii()
            assert second not in marks or first in joining or others.match(first)


@given(st.recursive(st.text('aé":\\ ,{}'), lambda inner: st.lists(inner) | st.dictionaries(st.text('aé":\\ '), inner)))
def test_no_key_beyond_ascii_is_overlooked(value: object) -> None:
    data = msgspec.json.encode(value)
    assert canonical._may_have_strange_key(data) or all(key.isascii() for key in keys_in(value))


def keys_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for inner in value.values() for key in keys_in(inner))]
    return [key for inner in value for key in keys_in(inner)] if isinstance(value, list) else []
