"""Signed notes (C2SP signed-note v1.0.0): text, signature lines, and keys written as one line."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from hamsaya.core.ed25519 import NOTE, SigningKey, VerifyKey
from hamsaya.core.errors import HamsayaError, Refused, Untrusted

MAX_NOTE = 1_000_000
MAX_SIGNATURES = 16
KEY_ID_SIZE = 4
_DASH = "— "
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: key name, 4-byte key id, and the bytes that follow it."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> bytes:
        """Return the line with its newline."""
        return f"{_DASH}{self.name} {_encode64(self.key_id + self.value)}\n".encode()


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures. Parsing says nothing about their truth."""

    text: bytes
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        """Return the note as it is sent."""
        return self.text + b"\n" + b"".join(each.line() for each in self.signatures)

    def of(self, key: VerifyKey, kind: int = NOTE) -> tuple[Signature, ...]:
        """Return the lines that claim to be made by `key` with signature type `kind`."""
        wanted = key.key_id(kind)
        return tuple(each for each in self.signatures if each.name == key.name and each.key_id == wanted)


def parse_note(data: bytes) -> Note:
    """Return the note in `data`, at most 1 MB and 16 signature lines, or raise Untrusted(`note.*`)."""
    if len(data) > MAX_NOTE:
        raise Untrusted("note.too-long", limit=MAX_NOTE)
    text, gap, tail = data.rpartition(b"\n\n")
    if not gap or not tail.endswith(b"\n"):
        raise Untrusted("note.shape")
    if tail.count(b"\n") > MAX_SIGNATURES:
        raise Untrusted("note.too-many-signatures", limit=MAX_SIGNATURES)
    if _CONTROL.search(data):
        raise Untrusted("note.control-character")
    try:
        text.decode()
        lines = tail.decode().split("\n")[:-1]
    except UnicodeDecodeError as error:
        raise Untrusted("note.not-utf-8") from error
    return Note(text + b"\n", tuple(map(_parse_line, lines)))


def parse_signature(line: bytes) -> Signature:
    """Return the one signature in `line`, newline included, or raise Untrusted(`note.*`)."""
    return parse_note(b"\n\n" + line).signatures[0] if line.count(b"\n") == 1 else _no_line()


def _no_line() -> Signature:
    raise Untrusted("note.signature-line")


def _parse_line(line: str) -> Signature:
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not gap or not name or "+" in name or any(map(str.isspace, name)):
        raise Untrusted("note.signature-line")
    raw = _decode64(encoded)
    if raw is None or len(raw) <= KEY_ID_SIZE:
        raise Untrusted("note.signature-line")
    return Signature(name, raw[:KEY_ID_SIZE], raw[KEY_ID_SIZE:])


def sign_note(text: bytes, signers: Iterable[SigningKey]) -> bytes:
    """Return `text`, which ends in a newline, as a note with one Ed25519 line for each signer."""
    lines = [Signature(each.name, each.verify_key.key_id(), each.sign(text)) for each in signers]
    data = Note(text, tuple(lines)).to_bytes()
    parse_note(data)
    return data


def open_note(data: bytes, keys: Iterable[VerifyKey]) -> Note:
    """Return the note with the lines of the known keys only, all of them verified; lines of others are dropped.

    Raises Untrusted: `note.signature` if a known key's line is wrong, `note.no-known-key` if there is none.
    """
    note = parse_note(data)
    known = {(key.name, key.key_id()): key for key in keys}
    kept = []
    for each in note.signatures:
        key = known.get((each.name, each.key_id))
        if key is None:
            continue
        if not key.is_signed(note.text, each.value):
            raise Untrusted("note.signature", name=key.name)
        kept.append(each)
    if not kept:
        raise Untrusted("note.no-known-key")
    return Note(note.text, tuple(kept))


def encode_vkey(key: VerifyKey, kind: int = NOTE) -> str:
    """Return the public key as one line: name, key id in hex, type and key in base64, joined by plus signs."""
    return f"{key.name}+{key.key_id(kind).hex()}+{_encode64(bytes([kind]) + key.raw)}"


def decode_vkey(line: str, kind: int = NOTE) -> VerifyKey:
    """Return the public key in `line`, or raise Untrusted(`note.vkey`)."""
    parts = line.split("+", 2)
    raw = _decode64(parts[-1])
    try:
        key = VerifyKey(parts[0], (raw or b"")[1:])
    except HamsayaError as error:
        raise Untrusted("note.vkey") from error
    if encode_vkey(key, kind) != line:
        raise Untrusted("note.vkey")
    return key


def encode_skey(key: SigningKey) -> str:
    """Return the secret key as one line, in the form that Go's `note.NewSigner` reads. It is a secret."""
    return f"PRIVATE+KEY+{key.name}+{key.verify_key.key_id().hex()}+{_encode64(bytes([NOTE]) + key.seed)}"


def decode_skey(line: str) -> SigningKey:
    """Return the secret key in `line`, or raise Refused(`note.skey`), which never carries the line."""
    parts = line.split("+", 4)
    raw = _decode64(parts[-1])
    try:
        key = SigningKey(parts[2] if len(parts) == 5 else "", (raw or b"")[1:])
    except HamsayaError:
        raise Refused("note.skey") from None
    if encode_skey(key) != line:
        raise Refused("note.skey")
    return key


def _encode64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode64(text: str) -> bytes | None:
    """Return the bytes in `text`, or None unless it is their one standard base64 form."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if _encode64(raw) == text else None
