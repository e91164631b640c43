"""Whatever a parser takes is written back to the same bytes, also after one byte was changed, cut or added."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.writer import Log, key, letter

from hamsaya.core import canonical, checkpoint, note, tile
from hamsaya.core.entry import decode_entry, encode_entry
from hamsaya.core.equivocation import build_equivocation, verify_equivocation
from hamsaya.core.errors import HamsayaError
from hamsaya.core.merkle import Frontier

LOG, OTHER = Log().fill(20), Log().fill(20, "other")
NOTE = checkpoint.add_line(LOG.note(), checkpoint.cosign(LOG.note(), key("b.example/log", "1"), 7))
KEYS = [LOG.node.verify_key]
PROOF = build_equivocation(LOG.note(7), OTHER.note(20), OTHER.prefix(7, 20), vkeys=KEYS)


def note_again(data: bytes) -> bytes:
    return note.parse_note(data).to_bytes()


def checkpoint_again(data: bytes) -> bytes:
    return checkpoint.format_checkpoint(checkpoint.parse_checkpoint(data))


def proof_again(data: bytes) -> bytes:
    """Read a proof and build it anew from its parts."""
    verify_equivocation(data, KEYS)
    value = canonical.decode(data)
    assert isinstance(value, dict)
    assert data == PROOF, "a proof of a fork that never was"
    return canonical.encode(value)


FORMS: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "entry": (encode_entry(letter("متن é\n")), lambda data: encode_entry(decode_entry(data))),
    "note": (NOTE, note_again),
    "checkpoint": (note.parse_note(NOTE).text, checkpoint_again),
    "vkey": (
        note.encode_vkey(KEYS[0]).encode(),
        lambda data: note.encode_vkey(note.decode_vkey(data.decode(errors="replace"))).encode(),
    ),
    "signature": (checkpoint.cosign(NOTE, LOG.node, 9), lambda data: note.parse_signature(data).line()),
    "bundle": (tile.encode_bundle(LOG.entries[:3]), lambda data: tile.encode_bundle(tile.decode_bundle(data))),
    "tile": (LOG.tiles[0, 0], lambda data: b"".join(tile.split_tile(data))),
    "tile path": (
        b"tile/0/x001/x234/067.p/5",
        lambda data: tile.parse_tile_path(data.decode(errors="replace")).path().encode(),
    ),
    "frontier": (Frontier().extend([b"x" * 32] * 7).to_bytes(), lambda data: Frontier.from_bytes(data).to_bytes()),
    "equivocation": (PROOF, proof_again),
}


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_parses_is_written_the_same(name: str, data: st.DataObject) -> None:
    good, again = FORMS[name]
    assert again(good) == good
    at = data.draw(st.integers(0, len(good)))
    cut = data.draw(st.integers(0, 3))
    changed = good[:at] + data.draw(st.binary(max_size=3)) + good[at + cut :]
    try:
        found = again(changed)
    except HamsayaError:
        return
    assert found == changed
