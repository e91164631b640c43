"""One entry with its proof as a file: what is written reads back, and nothing else does."""

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core.checkpoint import Checkpoint, sign_checkpoint
from hamsaya.core.ed25519 import SigningKey
from hamsaya.core.errors import Untrusted
from hamsaya.core.merkle import inclusion_path, leaf_hash, root_of
from hamsaya.core.proof import HEADER, Proof, encode_proof, parse_proof, verify_proof

KEY = SigningKey("hamsaya/irpk/IR", b"k" * 32)
ENTRIES = [b'{"entry":%d}' % index for index in range(11)]
LEAVES = [leaf_hash(each) for each in ENTRIES]


def read_hash(level: int, index: int) -> bytes:
    return root_of(LEAVES[index << level : (index + 1) << level])


def proof_of(index: int) -> Proof:
    note = sign_checkpoint(Checkpoint(KEY.name, len(ENTRIES), root_of(LEAVES)), KEY)
    return Proof(ENTRIES[index], index, inclusion_path(index, len(ENTRIES), read_hash), note)


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_a_proof_convinces_with_the_keys_alone(index: int) -> None:
    proof, checkpoint = verify_proof(encode_proof(proof_of(index)), [KEY.verify_key])
    assert (proof, checkpoint.size) == (proof_of(index), len(ENTRIES))


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_a_proof_of_another_entry_convinces_nobody(index: int) -> None:
    true = proof_of(index)
    for entry, at in ((b"{}", index), (true.entry, (index + 1) % len(ENTRIES))):
        with pytest.raises(Untrusted) as caught:
            verify_proof(encode_proof(Proof(entry, at, true.path, true.note)), [KEY.verify_key])
        assert caught.value.code in {"merkle.proof", "merkle.path-length"}
    with pytest.raises(Untrusted) as caught:
        verify_proof(encode_proof(true), [SigningKey(KEY.name, b"o" * 32).verify_key])
    assert caught.value.code == "note.no-known-key"


@given(st.data())
def test_what_parses_is_written_the_same_again(data: st.DataObject) -> None:
    whole = bytearray(encode_proof(proof_of(data.draw(st.integers(0, 10)))))
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    changed = bytes(whole)
    proof = None
    with suppress(Untrusted):
        proof = parse_proof(changed)
    assert proof is None or encode_proof(proof) == changed


HASH = base64.b64encode(b"h" * 32)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"c2sp.org/tlog-proof@v2\nextra e30=\nindex 0\n\nnote",
        HEADER + b"extra e30=\nindex 0\n",
        HEADER + b"index 0\n\nnote",
        HEADER + b"extra e30=\n0\n\nnote",
        HEADER + b"extra e30=\nindex 00\n\nnote",
        HEADER + b"extra e30=\nindex -1\n\nnote",
        HEADER + b"extra e30\nindex 0\n\nnote",
        HEADER + b"extra e31=\nindex 0\n\nnote",
        HEADER + b"extra e30=\nindex 0\nAAAA\n\nnote",
        HEADER + b"extra e30=\nindex 0\n" + b"\n".join([HASH] * 64) + b"\n\nnote",
        HEADER + b"extra e30=\nindex 0\n\n" + b"n" * 1_200_000,
    ],
)
def test_another_shape_is_refused(data: bytes) -> None:
    with pytest.raises(Untrusted) as caught:
        parse_proof(data)
    assert caught.value.code == "proof.shape"
