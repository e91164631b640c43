"""What is fuzzed: each parser with bytes that it takes, and what must hold of whatever it takes.

A parser either refuses with one of our errors or returns something that is written back to the same bytes.
"""

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.core.writer import Log, key, letter  # noqa: E402 -- the folders above come first

from hamsaya.core import canonical, checkpoint, note, tile  # noqa: E402
from hamsaya.core.compact import load_compact  # noqa: E402
from hamsaya.core.entry import decode_entry, encode_entry  # noqa: E402
from hamsaya.core.errors import HamsayaError  # noqa: E402
from hamsaya.core.merkle import inclusion_path  # noqa: E402
from hamsaya.core.proof import Proof, encode_proof, parse_proof  # noqa: E402
from hamsaya.exchange.bag.manifest import Manifest, list_member, read_sender, sign_manifest  # noqa: E402

LOG = Log().fill(20)
NOTE = checkpoint.add_line(LOG.note(), checkpoint.cosign(LOG.note(), key("b.example/log", "1"), 7))
COMPACT = (ROOT / "examples" / "iran-pakistan" / "compact.toml").read_bytes()


def _proof() -> bytes:
    path = inclusion_path(3, len(LOG.entries), LOG.read_hash)
    return encode_proof(Proof(LOG.entries[3], 3, path, NOTE))


def _manifest() -> bytes:
    files = (list_member("keys", b"k"), list_member("checkpoint", NOTE))
    named = Manifest(LOG.node.name, "b.example/log", 1, "0" * 64, 0, 0, files)
    return sign_manifest(named, LOG.node)


def _bundle_again(data: bytes) -> bytes:
    return tile.encode_bundle(tile.decode_bundle(data))


def _checkpoint_again(data: bytes) -> bytes:
    return checkpoint.format_checkpoint(checkpoint.parse_checkpoint(data))


def _reads(parse: Callable[[bytes], object]) -> Callable[[bytes], bytes]:
    def read(data: bytes) -> bytes:
        parse(data)
        return data

    return read


TARGETS: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "canonical": (LOG.entries[0], lambda data: canonical.encode(canonical.decode(data))),
    "entry": (encode_entry(letter("متن é\n")), lambda data: encode_entry(decode_entry(data))),
    "note": (NOTE, lambda data: note.parse_note(data).to_bytes()),
    "checkpoint": (note.parse_note(NOTE).text, _checkpoint_again),
    "bundle": (tile.encode_bundle(LOG.entries[:3]), _bundle_again),
    "proof": (_proof(), lambda data: encode_proof(parse_proof(data))),
    "manifest": (_manifest(), _reads(read_sender)),
    "compact": (COMPACT, _reads(load_compact)),
}


def attempt(name: str, data: bytes) -> bool:
    """Give a parser some bytes; tell whether it took them. Whatever else goes wrong is raised."""
    try:
        again = TARGETS[name][1](data)
    except HamsayaError:
        return False
    if again != data:
        raise AssertionError(f"{name}: taken, and written back as other bytes")
    return True
