"""Proof that one log signed two histories: a small file that convinces anyone who has the log's public keys.

Same size and another root: the two notes are the proof. Other sizes: the two notes, and the path that shows which
root the larger tree has at the smaller size (docs/protocol/equivocation.md).
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from hamsaya.core import canonical
from hamsaya.core.checkpoint import Checkpoint, parse_checkpoint
from hamsaya.core.ed25519 import VerifyKey
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.merkle import EMPTY_ROOT, MAX_SIZE, fold_prefix
from hamsaya.core.note import MAX_NOTE, Note, open_note, parse_note

KIND = "equivocation/1"
MAX_PROOF = 3 * MAX_NOTE


@dataclass(frozen=True, slots=True)
class Equivocation:
    """Two checkpoints of one log that cannot both be true, and the keys that signed them."""

    origin: str
    first: Checkpoint
    second: Checkpoint
    keys: tuple[VerifyKey, ...]


def build_equivocation(one: bytes, other: bytes, path: Sequence[bytes] = (), *, vkeys: Sequence[VerifyKey]) -> bytes:
    """Return the `.equivocation` file for two notes.

    `path` is the `merkle.prefix_path` from the smaller to the larger tree, as the LARGER tree has it; empty for
    equal sizes. Raises Refused(`equivocation.none`) where the two do not contradict each other.
    """
    notes = [open_note(each, _keys_of(each, vkeys)) for each in (one, other)]
    first, second = sorted(notes, key=_order)
    value = {
        "kind": KIND,
        "first": _encode64(first.to_bytes()),
        "second": _encode64(second.to_bytes()),
        "path": [each.hex() for each in path],
    }
    data = canonical.encode(value)
    try:
        verify_equivocation(data, vkeys)
    except Untrusted as error:
        raise Refused("equivocation.none", reason=error.code) from error
    return data


def verify_equivocation(data: bytes, vkeys: Sequence[VerifyKey]) -> Equivocation:
    """Return what the file proves, or raise Untrusted(`equivocation.*`, `note.*`, `checkpoint.*`, `merkle.*`).

    `vkeys` are the log's keys, old ones included: whoever signed with one of them is bound by it.
    """
    first_note, second_note, path = _parse(data)
    notes = [open_note(each, _keys_of(each, vkeys)) for each in (first_note, second_note)]
    first, second = (parse_checkpoint(each.text) for each in notes)
    names = {line.name for each in (first_note, second_note) for line in parse_note(each).signatures}
    if _order(notes[0]) > _order(notes[1]) or names - {first.origin, second.origin}:
        raise Untrusted("equivocation.shape")
    if first.origin != second.origin:
        raise Untrusted("equivocation.other-log")
    if _root_at(first.size, second, path) == first.root:
        raise Untrusted("equivocation.none")
    keys = tuple(key for key in vkeys if any(each.of(key) for each in notes))
    return Equivocation(first.origin, first, second, keys)


def _root_at(size: int, larger: Checkpoint, path: Sequence[bytes]) -> bytes:
    """Return the root that the tree under `larger` has at `size`, as the path proves it."""
    if size in {0, larger.size}:
        if path:
            raise Untrusted("equivocation.shape")
        return larger.root if size else EMPTY_ROOT
    smaller_root, larger_root = fold_prefix(size, larger.size, path)
    if larger_root != larger.root:
        raise Untrusted("equivocation.path")
    return smaller_root


def _order(note: Note) -> tuple[int, bytes]:
    checkpoint = parse_checkpoint(note.text)
    return checkpoint.size, checkpoint.root


def _keys_of(data: bytes, vkeys: Sequence[VerifyKey]) -> list[VerifyKey]:
    """Only keys that bear the origin's name may bind it."""
    origin = parse_checkpoint(parse_note(data).text).origin
    return [key for key in vkeys if key.name == origin]


def _parse(data: bytes) -> tuple[bytes, bytes, list[bytes]]:
    if len(data) > MAX_PROOF:
        raise Untrusted("equivocation.too-long", limit=MAX_PROOF)
    value = canonical.decode(data)
    if not isinstance(value, dict) or value.keys() != {"kind", "first", "second", "path"} or value["kind"] != KIND:
        raise Untrusted("equivocation.shape")
    path = value["path"]
    if not isinstance(path, list) or len(path) > MAX_SIZE.bit_length() + 1:
        raise Untrusted("equivocation.shape")
    return _decode64(value["first"]), _decode64(value["second"]), [_decode16(each) for each in path]


def _encode64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode64(text: object) -> bytes:
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError) as error:
        raise Untrusted("equivocation.shape") from error
    if _encode64(data) != text:
        raise Untrusted("equivocation.shape")
    return data


def _decode16(text: object) -> bytes:
    try:
        data = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError as error:
        raise Untrusted("equivocation.shape") from error
    if data.hex() != text:
        raise Untrusted("equivocation.shape")
    return data
