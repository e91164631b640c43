"""What is left of an entry whose content was withdrawn or whose time is over: its hash, kind, record, marks and times.

A husk is canonical JSON whose first field, `!`, is the leaf hash that the entry had. The tree holds that hash, so every
proof of the log stays whole; what else the husk says was true of the entry but is proven no longer (protocol, entries).
"""

from typing import Any

from hamsaya.core.canonical import decode, encode
from hamsaya.core.merkle import HASH_SIZE, leaf_hash

MARK = "!"
"""Sorts before every letter, so that a husk is known by its first bytes."""
HEAD = b'{"!":"'
_HASH_END = len(HEAD) + 2 * HASH_SIZE
_KEPT = ("act", "at", "audience", "kind", "record", "seen", "use", "v")


def is_husk(data: bytes) -> bool:
    """Tell whether the bytes are a husk with a whole leaf hash."""
    return data.startswith(HEAD) and _declared(data) is not None


def make_husk(data: bytes) -> bytes:
    """Return the husk of an entry's bytes; a husk's own is itself. The bytes must be those of an entry."""
    if is_husk(data):
        return data
    value: Any = decode(data)
    kept = {name: value[name] for name in _KEPT if name in value}
    return encode({MARK: leaf_hash(data).hex(), **kept, "body": {}, "files": [], "post": ""})


def entry_leaf(data: bytes) -> bytes:
    """Return the hash under which an entry stands in the tree: that of its bytes, or the one that a husk names."""
    return (_declared(data) if data.startswith(HEAD) else None) or leaf_hash(data)


def _declared(data: bytes) -> bytes | None:
    try:
        found = bytes.fromhex(data[len(HEAD) : _HASH_END].decode("ascii"))
    except ValueError:
        return None
    return found if len(found) == HASH_SIZE and data[_HASH_END : _HASH_END + 2] == b'",' else None
