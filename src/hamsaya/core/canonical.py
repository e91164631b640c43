"""Canonical JSON: the RFC 8785 profile in which one value has exactly one form (docs/protocol/entry.md)."""

import unicodedata
from collections.abc import Iterable
from itertools import count

import msgspec

from hamsaya.core.errors import Refused, Untrusted

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1

# A run of sixteen digits is the shortest that can leave the integer range.
_DIGITS_TO_ZERO = bytes(ord("0") if chr(byte) in "0123456789" else ord(" ") for byte in range(256))
_LONG_NUMBER = b"0" * 16
_TYPES = frozenset({str, int, bool, type(None), dict, list, tuple})


def _refuse_float(_: str) -> object:
    raise Untrusted("canonical.float")


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(float_hook=_refuse_float)


def encode(value: object) -> bytes:
    """Return the one canonical form of `value`: None, bool, int, str, list, tuple and dict with ASCII keys.

    Raises Refused(`canonical.*`) for what has no canonical form. Characters that this Unicode version does not
    know are refused too: a later version may order them otherwise, and then the other side could not read our log.
    """
    _check(value, Refused)
    try:
        data = _encoder.encode(value)
    except UnicodeEncodeError as error:
        raise Refused("canonical.surrogate") from error
    if not data.isascii():
        text = data.decode()
        _check_nfc(text, value, Refused)
        if any(unicodedata.category(char) == "Cn" for char in set(text)):
            raise Refused("canonical.unassigned")
    return data


def decode(data: bytes) -> object:
    """Parse `data`, raising Untrusted(`canonical.*`) unless it is exactly what `encode` would write for the value."""
    value = _parse(data)
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH or _LONG_NUMBER in data.translate(_DIGITS_TO_ZERO):
        _check(value, Untrusted)
    if _encoder.encode(value) != data:
        raise Untrusted("canonical.not-canonical")
    if not data.isascii():
        _check(value, Untrusted)
        _check_nfc(data.decode(), value, Untrusted)
    return value


def _parse(data: bytes) -> object:
    try:
        return _decoder.decode(data)
    except RecursionError as error:
        raise Untrusted("canonical.depth") from error
    except ValueError as error:
        raise Untrusted("canonical.not-json") from error


def _check(value: object, raises: type[Refused | Untrusted]) -> None:
    """Walk `value` level by level: types, depth, ASCII keys, integer range."""
    level: list[object] = [value]
    for depth in count():
        if strange := set(map(type, level)) - _TYPES:
            kind = strange.pop()
            raise raises("canonical.float" if kind is float else "canonical.type", type=kind.__name__)
        if any(type(item) is int and not -MAX_INTEGER <= item <= MAX_INTEGER for item in level):
            raise raises("canonical.integer-range")
        containers = [item for item in level if isinstance(item, dict | list | tuple)]
        if not containers:
            return
        if depth == MAX_DEPTH:
            raise raises("canonical.depth")
        level = []
        for item in containers:
            level += _members(item, raises) if isinstance(item, dict) else item


def _members(item: dict[object, object], raises: type[Refused | Untrusted]) -> Iterable[object]:
    for key in item:
        if type(key) is not str or not key.isascii():
            raise raises("canonical.key-not-ascii")
    return item.values()


def _check_nfc(text: str, value: object, raises: type[Refused | Untrusted]) -> None:
    """Check NFC on the whole document; only when that fails look at each string.

    Whole-document NFC implies that each string is NFC, since quotes and escapes never compose. The reverse fails
    for a mark after an escape, where the letter of the escape would seem to carry it.
    """
    if unicodedata.is_normalized("NFC", text):
        return
    level = [value]
    for item in level:
        if isinstance(item, dict):
            level += item.values()
        elif isinstance(item, list | tuple):
            level += item
        elif isinstance(item, str) and not unicodedata.is_normalized("NFC", item):
            raise raises("canonical.not-nfc")
