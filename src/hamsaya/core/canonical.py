"""Canonical JSON: the RFC 8785 profile in which one value has exactly one form (docs/protocol/entry.md)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from hamsaya.core.errors import Refused, Untrusted

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1

# What a cheap look at the bytes asks: is there a run of sixteen digits, the shortest that can leave the integer
# range, and are there more brackets than may be nested?
_MARKS = {**dict.fromkeys(b"0123456789", b"0"), **dict.fromkeys(b"[{", b"{")}
_TO_MARKS = b"".join(_MARKS.get(byte, b"\n" if byte == ord("\n") else b" ") for byte in range(256))
_TO_FRAME = bytes(byte if byte < 0x80 else ord("x") for byte in range(256))
_ASCII_BUT_FRAME = bytes(byte for byte in range(128) if byte not in b'":')
_LONG_NUMBER = b"0" * 16
_ZERO_WIDTH_NON_JOINER = "\u200c"  # in every Persian text, and the one common character that is not printable
_COMPOSING = "\u0653\u0654\u0655"  # madda and hamza, above and below
_ASCII = bytes(range(128))
_PLAIN_BLOCKS = (range(0xA0, 0x250), range(0x600, 0x700), range(0x2000, 0x2070))  # Latin, Arabic, punctuation


def _refuse_float(_: str) -> object:
    raise Untrusted("canonical.float")


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(float_hook=_refuse_float)


def encode(value: object, *, plain: bool = False) -> bytes:
    """Return the one canonical form of `value`: None, bool, int, str, list, tuple and dict with ASCII keys.

    `plain`: the caller has checked types, range of integers, and depth; what then is ASCII needs no other look.

    Raises Refused(`canonical.*`) for what has no canonical form. Characters that this Unicode version does not
    know are refused too: a later version may order them otherwise, and then the other side could not read our log.
    """
    if not plain:
        _check(value, Refused)
    try:
        data = _encoder.encode(value)
    except UnicodeEncodeError as error:
        raise Refused("canonical.surrogate") from error
    if not data.isascii():
        if plain and _may_have_strange_key(data):
            _check(value, Refused)
        _check_nfc(data, value, Refused)
        _check_assigned(data.decode())
    return data


def decode(data: bytes) -> object:
    """Parse `data`, raising Untrusted(`canonical.*`) unless it is exactly what `encode` would write for the value."""
    value = _parse(data)
    if _may_be_wrong(data):
        _check(value, Untrusted)
    if not data.isascii():
        _check_nfc(data, value, Untrusted)
    if _encoder.encode(value) != data:
        raise Untrusted("canonical.not-canonical")
    return value


def decode_all(many: Sequence[bytes]) -> list[object]:
    """Parse each of `many` as `decode` does, all in one go; raise what `decode` raises for the first that is wrong."""
    try:
        return _decode_lines(many)
    except (Untrusted, RecursionError, ValueError):
        return [decode(each) for each in many]


def _decode_lines(many: Sequence[bytes]) -> list[object]:
    """Parse as lines. No canonical form holds a line's end: what is written again as the same lines, was each so."""
    data = b"\n".join(many)
    values = _decoder.decode_lines(data)
    if _encoder.encode_lines(values) != data + b"\n" or len(values) != len(many):
        raise Untrusted("canonical.not-canonical")
    marks = data.translate(_TO_MARKS).split(b"\n")
    for at in [at for at, each in enumerate(marks) if _LONG_NUMBER in each or each.count(b"{") > MAX_DEPTH]:
        _check(values[at], Untrusted)
    if not data.isascii():
        if _may_have_strange_key(data):
            for value in [value for value, each in zip(values, many, strict=True) if _may_have_strange_key(each)]:
                _check(value, Untrusted)
        _check_nfc(data, values, Untrusted)
    return values


def _may_be_wrong(data: bytes) -> bool:
    """Return False if the bytes alone show that numbers and depth are within bounds and that keys are ASCII."""
    marks = data.translate(_TO_MARKS)
    if _LONG_NUMBER in marks or marks.count(b"{") > MAX_DEPTH:
        return True
    return not data.isascii() and _may_have_strange_key(data)


def _may_have_strange_key(data: bytes) -> bool:
    """Return False if no key can hold a character beyond ASCII, as the bytes without all other ASCII show."""
    frame = data.translate(_TO_FRAME, _ASCII_BUT_FRAME)
    return b'x":' in frame or b"x:" in frame or b"\\" in data


def _parse(data: bytes) -> object:
    try:
        return _decoder.decode(data)
    except RecursionError as error:
        raise Untrusted("canonical.depth") from error
    except ValueError as error:
        raise Untrusted("canonical.not-json") from error


def _check(value: object, raises: type[Refused | Untrusted]) -> None:
    """Walk `value`: types, ASCII keys, integer range, depth. Written for speed: every entry passes here."""
    open_items: list[Iterable[object]] = [(value,)]
    for item in open_items:
        if type(item) is dict:
            _check_keys(item, raises)
            item = item.values()  # noqa: PLW2901  # a container is done with once it is looked into
        for each in item:
            kind = type(each)
            if kind is str or kind is bool or each is None:
                continue
            if kind is int:
                if not -MAX_INTEGER <= each <= MAX_INTEGER:  # type: ignore[operator]  # it is an int
                    raise raises("canonical.integer-range")
            elif kind is dict or kind is list or kind is tuple:
                open_items.append(each)  # type: ignore[arg-type]  # it is a container
            else:
                raise raises("canonical.float" if kind is float else "canonical.type", type=kind.__name__)
    if len(open_items) > MAX_DEPTH:
        _check_depth(value, raises)


def _check_keys(item: Iterable[object], raises: type[Refused | Untrusted]) -> None:
    for key in item:
        if type(key) is not str or not key.isascii():
            raise raises("canonical.key-not-ascii")


def _check_depth(value: object, raises: type[Refused | Untrusted]) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [each for item in level for each in _members(item)]
    if level:
        raise raises("canonical.depth")


def _members(item: object) -> Iterable[object]:
    """Return what stands one level deeper, with a mark for an empty container, so that it counts as a level."""
    if isinstance(item, dict):
        return item.values() or ("",)
    return (item or ("",)) if isinstance(item, list | tuple) else ()


def _check_nfc(data: bytes, value: object, raises: type[Refused | Untrusted]) -> None:
    """Check NFC on the whole document; only when that fails look at each string.

    Whole-document NFC implies that each string is NFC, since quotes and escapes never compose. The reverse fails
    for a mark after an escape, where the letter of the escape would seem to carry it.
    """
    if _is_plain(data) or unicodedata.is_normalized("NFC", data.decode()):
        return
    level = [value]
    for item in level:
        if isinstance(item, str) and not unicodedata.is_normalized("NFC", item):
            raise raises("canonical.not-nfc")
        level += _members(item)


def _is_plain(data: bytes) -> bool:
    """Return True if nothing beyond ASCII can compose or change its place, as in nearly all that people write here.

    The library normalises a whole text to find that out where a mark stands that Persian and Urdu use. A mark composes
    with no ASCII character, so that ASCII may be left out.
    """
    text = data.translate(None, _ASCII).decode()
    others, joining = _plain_letters()
    for found in others.finditer(text):
        at = found.start()
        if text[at] not in _COMPOSING or (at and text[at - 1] in joining):
            return False
    return True


@cache
def _plain_letters() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return what finds all but plain characters, and those after which a mark may compose or change its place.

    Plain are those of combining class 0 and NFC_Quick_Check yes (UAX #15, section 9), in blocks whose others of class 0
    are never the second of a pair.
    """
    known = [chr(code) for block in _PLAIN_BLOCKS for code in block]
    plain = [char for char in known if not unicodedata.combining(char) and unicodedata.is_normalized("NFC", char)]
    joining = {char for char in plain if not all(unicodedata.is_normalized("NFC", char + m) for m in _COMPOSING)}
    return re.compile(f"[^{''.join(plain)}]"), frozenset(joining | set(_COMPOSING))


def _check_assigned(text: str) -> None:
    if text.replace(_ZERO_WIDTH_NON_JOINER, "").isprintable():
        return
    if any(unicodedata.category(char) == "Cn" for char in set(text)):
        raise Refused("canonical.unassigned")
