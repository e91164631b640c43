"""Keys: RFC 8032's first test vector, secrets that do not show, names."""

import pytest
from tests.core.writer import key

from hamsaya.core.ed25519 import SigningKey, VerifyKey
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.fingerprint import WORDS, fingerprint_words

SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)


def test_rfc_8032_vector_one() -> None:
    signer = SigningKey("x", SEED)
    assert signer.verify_key == VerifyKey("x", PUBLIC)
    assert signer.sign(b"") == SIGNATURE
    signer.verify_key.verify(b"", SIGNATURE)


@pytest.mark.parametrize(
    "signature", [b"", SIGNATURE[:63], SIGNATURE + b"\x00", bytes([SIGNATURE[0] ^ 1]) + SIGNATURE[1:]]
)
def test_refuses_another_signature(signature: bytes) -> None:
    with pytest.raises(Untrusted) as caught:
        VerifyKey("x", PUBLIC).verify(b"", signature)
    assert caught.value.code == "key.signature"


def test_a_signature_with_the_group_order_added_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(SIGNATURE[32:], "little") + order
    assert not VerifyKey("x", PUBLIC).is_signed(b"", SIGNATURE[:32] + s.to_bytes(32, "little"))


def test_the_secret_does_not_show() -> None:
    signer = SigningKey("x", SEED)
    for shown in (repr(signer), str(signer)):
        assert shown == f"SigningKey(name='x', verify_key=VerifyKey(name='x', raw={PUBLIC!r}))"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "é", "x" * 201, "cosignature/v1"])
def test_refuses_a_name_that_a_note_could_not_carry(name: str) -> None:
    with pytest.raises(Refused) as caught:
        VerifyKey(name, PUBLIC)
    assert caught.value.code == "key.name"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_refuses_another_length(length: int) -> None:
    for make in (VerifyKey, SigningKey):
        with pytest.raises(Refused) as caught:
            make("x", b"x" * length)
        assert caught.value.code == "key.length"


def test_fingerprint_words_tell_keys_and_names_apart() -> None:
    assert len(set(WORDS)) == len(WORDS) == 256
    words = fingerprint_words(VerifyKey("x", PUBLIC))
    assert len(words) == 12
    others = [VerifyKey("y", PUBLIC), key("x", "1").verify_key]
    assert len({words, *map(fingerprint_words, others)}) == 3
    assert not {each for each in WORDS if not each.isascii() or not each.islower() or len(each) > 8}
