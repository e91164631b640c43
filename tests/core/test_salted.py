"""Salted hashes of files kept outside the tree."""

import pytest

from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.salted import salted_hash, verify_blob

SALT = bytes(range(32))


def test_the_hash_depends_on_salt_and_data() -> None:
    found = {salted_hash(salt, data) for salt in (SALT, SALT[::-1]) for data in (b"", b"x")}
    assert {len(each) for each in found} == {64}
    assert len(found) == 4
    verify_blob(salted_hash(SALT, b"x"), SALT, b"x")


@pytest.mark.parametrize(
    ("expected", "salt", "data"),
    [
        (salted_hash(SALT, b"x"), SALT, b"y"),
        (salted_hash(SALT, b"x"), SALT[::-1], b"x"),
        (salted_hash(SALT, b"x"), SALT[:31], b"x"),
        (salted_hash(SALT, b"x").upper(), SALT, b"x"),
        ("ہ", SALT, b"x"),
    ],
)
def test_refuses_another_file(expected: str, salt: bytes, data: bytes) -> None:
    with pytest.raises(Untrusted) as caught:
        verify_blob(expected, salt, data)
    assert caught.value.code == "blob.hash"


def test_refuses_to_hash_with_a_short_salt() -> None:
    with pytest.raises(Refused) as caught:
        salted_hash(b"", b"x")
    assert caught.value.code == "blob.salt"
