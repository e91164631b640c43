"""The bag's manifest: who sends what to whom, signed by the node's key, chained to the bag before (protocol §3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hamsaya.core import note, tile
from hamsaya.core.ed25519 import SigningKey, VerifyKey
from hamsaya.core.errors import Untrusted
from hamsaya.exchange.peer import wire
from hamsaya.exchange.peer.limit import PACKAGE

FORM = "hamsaya-bag/1"
FIRST = "0" * 64
MANIFEST = "manifest"
CHECKPOINT = "checkpoint"
KEYS = "keys"
PREFIX = "prefix"
RECEIPT = "receipt"
MOST_FILES = 6000
MOST_BUNDLES = 2000
"""In one bag: half a million entries. What is more goes into the next."""
FILE_BYTES = 32 * 1024 * 1024

_ORIGIN = r"[!-*,-~]{1,200}"
_NUMBER = r"0|[1-9][0-9]{0,17}"
_FILE = re.compile(rf"file ([0-9a-f]{{64}}) ({_NUMBER}) ([a-z0-9./-]{{1,99}})")
_HEAD = re.compile(
    rf"{FORM}\nfrom ({_ORIGIN})\nto ({_ORIGIN})\nnumber ([1-9][0-9]{{0,17}})\nprevious ([0-9a-f]{{64}})\n"
    rf"start ({_NUMBER})\nsize ({_NUMBER})\n"
)
_NAME = re.compile(
    r"checkpoint|keys|prefix|receipt|proof/[0-9]{1,17}|tile/entries/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?|blob/[0-9a-f]{64}"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One member: SHA-256 in hex, length in bytes, name."""

    digest: str
    length: int
    name: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bag holds: entries `[start, size)` of the log `sender`, for the party that writes the log `receiver`."""

    sender: str
    receiver: str
    number: int
    previous: str
    start: int
    size: int
    files: tuple[Listed, ...]


def expected_names(manifest: Manifest) -> list[str]:
    """Return the names that a bag of these entries has in order; behind them may follow files (`blob/…`)."""
    held = {each.name for each in manifest.files}
    names = [KEYS, CHECKPOINT, *(name for name in (PREFIX, RECEIPT) if name in held)]
    for span in wire.spans(manifest.start, manifest.size):
        names += [f"proof/{span.base}", tile.tile_path(None, span.base // PACKAGE, span.end - span.base)]
    return names


def list_member(name: str, data: bytes) -> Listed:
    """Return a member's line in the manifest."""
    return Listed(sha256(data).hexdigest(), len(data), name)


def check_member(listed: Listed, data: bytes) -> bytes:
    """Return the data if it is what the manifest lists; raises Untrusted."""
    if sha256(data).hexdigest() != listed.digest:
        raise Untrusted("bag.member-digest", name=listed.name)
    return data


def sign_manifest(manifest: Manifest, key: SigningKey) -> bytes:
    """Return the manifest as a signed note."""
    return note.sign_note(_format(manifest), (key,))


def digest_of(signed: bytes) -> str:
    """Return what the next bag's `previous` says of this manifest: the SHA-256 of its text."""
    return sha256(note.parse_note(signed).text).hexdigest()


def read_sender(signed: bytes) -> Manifest:
    """Return what a manifest says, unverified: whom to ask for the key that should have signed it."""
    return _parse(note.parse_note(signed).text)


def open_manifest(signed: bytes, keys: Sequence[VerifyKey]) -> Manifest:
    """Return what the manifest says if one of the sender's keys signed it; raises Untrusted."""
    manifest = read_sender(signed)
    note.open_note(signed, [key for key in keys if key.name == manifest.sender])
    return manifest


def _format(manifest: Manifest) -> bytes:
    head = (
        f"{FORM}\nfrom {manifest.sender}\nto {manifest.receiver}\nnumber {manifest.number}\n"
        f"previous {manifest.previous}\nstart {manifest.start}\nsize {manifest.size}\n"
    )
    lines = [f"file {each.digest} {each.length} {each.name}\n" for each in manifest.files]
    text = (head + "".join(lines)).encode()
    _parse(text)
    return text


def _parse(text: bytes) -> Manifest:
    try:
        words = text.decode("ascii")
    except UnicodeDecodeError as error:
        raise Untrusted("bag.manifest") from error
    head = _HEAD.match(words)
    if not head:
        raise Untrusted("bag.manifest")
    lines = words[head.end() :].split("\n")
    if lines.pop() or len(lines) > MOST_FILES:
        raise Untrusted("bag.manifest")
    files = tuple(map(_parse_file, lines))
    if len({each.name for each in files}) != len(files):
        raise Untrusted("bag.manifest-twice")
    start, size = int(head[5]), int(head[6])
    if start > size or (size - start) // PACKAGE > MOST_BUNDLES:
        raise Untrusted("bag.manifest")
    manifest = Manifest(head[1], head[2], int(head[3]), head[4], start, size, files)
    expected = expected_names(manifest)
    names = [each.name for each in files]
    if names[: len(expected)] != expected or not all(name.startswith("blob/") for name in names[len(expected) :]):
        raise Untrusted("bag.manifest")
    return manifest


def _parse_file(line: str) -> Listed:
    found = _FILE.fullmatch(line)
    if not found or not _NAME.fullmatch(found[3]) or int(found[2]) > FILE_BYTES:
        raise Untrusted("bag.manifest")
    return Listed(found[1], int(found[2]), found[3])
