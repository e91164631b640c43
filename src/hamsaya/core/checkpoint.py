"""Checkpoints and cosignatures (C2SP tlog-checkpoint v1.0.0 and tlog-cosignature v1, type 0x04), Ed25519 only."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from hamsaya.core import note
from hamsaya.core.ed25519 import COSIGNATURE, SIGNATURE_SIZE, SigningKey, VerifyKey, check_name
from hamsaya.core.errors import HamsayaError, Refused, Untrusted
from hamsaya.core.merkle import EMPTY_ROOT, HASH_SIZE, MAX_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_TIME_SIZE = 8


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's claim: so many entries, under this root."""

    origin: str
    size: int
    root: bytes


def format_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Return the three lines; raise Untrusted(`checkpoint.*`) where they could not be read back."""
    root = base64.b64encode(checkpoint.root).decode()
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n".encode()
    parse_checkpoint(text)
    return text


def parse_checkpoint(text: bytes) -> Checkpoint:
    """Return the checkpoint in a note's text: three lines, no extension, size below 2**63."""
    try:
        origin, size, root, rest = text.decode().split("\n")
        raw = base64.b64decode(root, validate=True)
        check_name(origin)
    except (ValueError, binascii.Error, HamsayaError) as error:
        raise Untrusted("checkpoint.shape") from error
    if rest or len(raw) != HASH_SIZE or base64.b64encode(raw).decode() != root:
        raise Untrusted("checkpoint.shape")
    if not _SIZE.fullmatch(size) or int(size) > MAX_SIZE:
        raise Untrusted("checkpoint.size")
    if int(size) == 0 and raw != EMPTY_ROOT:
        raise Untrusted("checkpoint.empty-root")
    return Checkpoint(origin, int(size), raw)


def sign_checkpoint(checkpoint: Checkpoint, *signers: SigningKey) -> bytes:
    """Return the checkpoint as a note, with one line for each signer."""
    return note.sign_note(format_checkpoint(checkpoint), signers)


def open_checkpoint(data: bytes, verifiers: Iterable[VerifyKey]) -> Checkpoint:
    """Return the checkpoint in a note that at least one of the log's own keys signed, or raise Untrusted.

    Only keys that bear the origin's name may speak for it.
    """
    checkpoint = parse_checkpoint(note.parse_note(data).text)
    note.open_note(data, [key for key in verifiers if key.name == checkpoint.origin])
    return checkpoint


def cosign(data: bytes, signer: SigningKey, timestamp: int) -> bytes:
    """Return the signature line that states: this is the largest tree seen, verified and stored at `timestamp`.

    `timestamp` is in seconds since 1970. The caller has verified the note and made the entries durable.
    """
    if not 0 <= timestamp <= MAX_SIZE:
        raise Refused("cosignature.time")
    text = note.parse_note(data).text
    value = timestamp.to_bytes(_TIME_SIZE, "big") + signer.sign(_cosigned(text, timestamp))
    return note.Signature(signer.name, signer.verify_key.key_id(COSIGNATURE), value).line()


def verify_cosignature(data: bytes, verifier: VerifyKey) -> int:
    """Return the latest time at which `verifier` cosigned the note; raise Untrusted(`cosignature.*`)."""
    parsed = note.parse_note(data)
    times = [_cosigned_at(parsed.text, each.value, verifier) for each in parsed.of(verifier, COSIGNATURE)]
    if not times:
        raise Untrusted("cosignature.missing", name=verifier.name)
    return max(times)


def add_line(data: bytes, line: bytes) -> bytes:
    """Return the note with one more signature line, in place of an earlier one by the same key."""
    parsed, added = note.parse_note(data), note.parse_signature(line)
    kept = [each for each in parsed.signatures if (each.name, each.key_id) != (added.name, added.key_id)]
    result = note.Note(parsed.text, (*kept, added)).to_bytes()
    note.parse_note(result)
    return result


def _cosigned_at(text: bytes, value: bytes, verifier: VerifyKey) -> int:
    timestamp = int.from_bytes(value[:_TIME_SIZE], "big")
    if len(value) != _TIME_SIZE + SIGNATURE_SIZE or timestamp > MAX_SIZE:
        raise Untrusted("cosignature.shape", name=verifier.name)
    if not verifier.is_signed(_cosigned(text, timestamp), value[_TIME_SIZE:]):
        raise Untrusted("cosignature.signature", name=verifier.name)
    return timestamp


def _cosigned(text: bytes, timestamp: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % timestamp + text
