"""One entry with its proof, as a file for anyone (C2SP tlog-proof v1): the entry itself travels in the `extra` line."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hamsaya.core.checkpoint import Checkpoint, open_checkpoint
from hamsaya.core.ed25519 import VerifyKey
from hamsaya.core.entry import MAX_ENTRY
from hamsaya.core.errors import Untrusted
from hamsaya.core.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from hamsaya.core.note import MAX_NOTE

HEADER = b"c2sp.org/tlog-proof@v1\n"
MAX_PATH = 63
MAX_PROOF = MAX_NOTE + 2 * MAX_ENTRY + 64 * MAX_PATH
_INDEX = re.compile(rb"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry, its index, the path of hashes from its leaf to the root, and the note that signs the root."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]
    note: bytes


def encode_proof(proof: Proof) -> bytes:
    """Return the `.tlog-proof` file."""
    lines = [b"extra " + base64.b64encode(proof.entry), b"index %d" % proof.index]
    lines += [base64.b64encode(each) for each in proof.path]
    return HEADER + b"\n".join(lines) + b"\n\n" + proof.note


def parse_proof(data: bytes) -> Proof:
    """Return the proof in a file, or raise Untrusted(`proof.shape`); nothing is verified yet."""
    head, gap, note = data.partition(b"\n\n")
    if len(data) > MAX_PROOF or not gap or not head.startswith(HEADER):
        raise Untrusted("proof.shape")
    extra, _, rest = head[len(HEADER) :].partition(b"\n")
    number, *path = rest.split(b"\n")
    index = number.removeprefix(b"index ")
    if not extra.startswith(b"extra ") or index == number or not _INDEX.fullmatch(index) or len(path) > MAX_PATH:
        raise Untrusted("proof.shape")
    proof = Proof(_decode64(extra.removeprefix(b"extra ")), int(index), tuple(map(_decode64, path)), note)
    if any(len(each) != HASH_SIZE for each in proof.path):
        raise Untrusted("proof.shape")
    return proof


def verify_proof(data: bytes, keys: Sequence[VerifyKey]) -> tuple[Proof, Checkpoint]:
    """Return the proof and the checkpoint under which it stands, signed by one of the log's own keys.

    Raises Untrusted(`proof.shape`, `note.*`, `checkpoint.*`, `merkle.*`).
    """
    proof = parse_proof(data)
    checkpoint = open_checkpoint(proof.note, keys)
    verify_inclusion(leaf_hash(proof.entry), proof.index, checkpoint.size, proof.path, checkpoint.root)
    return proof, checkpoint


def _decode64(line: bytes) -> bytes:
    try:
        data = base64.b64decode(line, validate=True)
    except binascii.Error as error:
        raise Untrusted("proof.shape") from error
    if base64.b64encode(data) != line:
        raise Untrusted("proof.shape")
    return data
