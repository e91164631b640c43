"""Entries: the shape of an act on the wire, and that its bytes never change."""

from dataclasses import replace

import pytest
from tests.core.writer import letter

from hamsaya.core import canonical
from hamsaya.core.entry import MAX_ENTRY, Entry, FileRef, Seen, check_canonical, decode_entry, encode_entry, entry_from
from hamsaya.core.errors import Refused, Untrusted

GOOD: dict[str, object] = canonical.decode(encode_entry(letter()))  # type: ignore[assignment]  # an object
PHOTO = {"hash": "0f" * 32, "size": 12, "media": "image/jpeg"}


def test_an_entry_survives_the_wire() -> None:
    entry = replace(letter(), files=(FileRef("0f" * 32, 12, "image/jpeg"),), seen=Seen(9, "ab" * 32))
    assert decode_entry(encode_entry(entry)) == entry
    assert entry.party == "IR"


def test_unknown_top_level_fields_come_out_as_they_went_in() -> None:
    data = canonical.encode(GOOD | {"later": {"x": [1]}, "aaa": None})
    entry = decode_entry(data)
    assert entry.extra == {"later": {"x": [1]}, "aaa": None}
    assert encode_entry(entry) == data


def test_a_known_field_cannot_be_overridden_through_extra() -> None:
    assert encode_entry(replace(letter(), extra={"act": "forge"})) == encode_entry(letter())


@pytest.mark.parametrize("name", sorted(GOOD))
def test_every_field_is_needed(name: str) -> None:
    value = {field: each for field, each in GOOD.items() if field != name}
    with pytest.raises(Untrusted) as caught:
        decode_entry(canonical.encode(value))
    assert caught.value.code == f"entry.{name}.missing"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("v", True),
        ("kind", "letter"),
        ("kind", "Letter/1"),
        ("kind", "letter/01"),
        ("kind", 1),
        ("act", "Send"),
        ("act", "send\n"),
        ("record", "IR"),
        ("record", "I/x"),
        ("record", "IR/X"),
        ("record", "IR/-x"),
        ("record", "IR/" + "x" * 64),
        ("post", ""),
        ("post", "a\nb"),
        ("post", "x" * 129),
        ("post", 5),
        ("at", "2026-02-30T00:00:00Z"),
        ("at", "2026-01-31T08:00:60Z"),
        ("at", "2026-01-31T08:00:00+00:00"),
        ("at", "2026-01-31 08:00:00Z"),
        ("at", 1),
        ("seen", None),
        ("seen", {"size": 0}),
        ("seen", {"size": -1, "root": "00" * 32}),
        ("seen", {"size": True, "root": "00" * 32}),
        ("seen", {"size": 0, "root": "AB" * 32}),
        ("seen", {"size": 0, "root": "00" * 32, "x": 1}),
        ("audience", "GOV AREA"),
        ("use", ""),
        ("body", []),
        ("files", {}),
        ("files", [1]),
        ("files", [PHOTO | {"size": "12"}]),
        ("files", [PHOTO | {"hash": "0f"}]),
        ("files", [PHOTO | {"media": "jpeg"}]),
        ("files", [PHOTO | {"name": "x"}]),
        ("files", [PHOTO] * 65),
    ],
)
def test_refuses_a_wrong_field_in_both_directions(name: str, value: object) -> None:
    with pytest.raises(Untrusted) as caught:
        entry_from(canonical.decode(canonical.encode(GOOD | {name: value})))
    assert caught.value.code == f"entry.{name}.wrong"


def test_refuses_to_write_a_wrong_field() -> None:
    with pytest.raises(Refused) as caught:
        encode_entry(replace(letter(), act="Send"))
    assert caught.value.code == "entry.act.wrong"


@pytest.mark.parametrize("data", [b"1", b"[]", b"null", b'"x"'])
def test_refuses_what_is_no_object(data: bytes) -> None:
    with pytest.raises(Untrusted) as caught:
        decode_entry(data)
    assert caught.value.code == "entry.not-an-object"


def sized(length: int) -> Entry:
    return letter("x" * (length - len(encode_entry(letter("")))))


def test_the_longest_entry_fits_and_one_byte_more_does_not() -> None:
    data = encode_entry(sized(MAX_ENTRY))
    assert len(data) == 65_535
    assert decode_entry(data) == sized(MAX_ENTRY)
    with pytest.raises(Refused) as refused:
        encode_entry(sized(MAX_ENTRY + 1))
    assert refused.value.code == "entry.too-long"
    with pytest.raises(Untrusted) as untrusted:
        check_canonical(b'"' + b"x" * MAX_ENTRY + b'"')
    assert untrusted.value.code == "entry.too-long"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"é": 1}, "canonical.key-not-ascii"),
        ({"rows": [{"کلید": "x"}]}, "canonical.key-not-ascii"),
        ({"text": "e\u0301"}, "canonical.not-nfc"),
        ({"text": "\U0002ffff"}, "canonical.unassigned"),
        ({"text": "\ud800"}, "canonical.surrogate"),
    ],
)
def test_a_body_of_plain_values_is_looked_at_where_it_is_not_ascii(body: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        encode_entry(replace(letter(), body=body))
    assert caught.value.code == code


def test_persian_text_stands_as_it_was_written() -> None:
    body = {"text": {"fa": "می‌روند: «آرام»", "note": 'a "x": b'}}
    assert decode_entry(encode_entry(replace(letter(), body=body))).body == body
