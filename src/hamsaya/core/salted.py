"""Salted hashes of files kept outside the tree: a withdrawn file leaves every proof whole (docs/protocol/entry.md)."""

import hmac
from hashlib import sha256

from hamsaya.core.errors import Refused, Untrusted

SALT_SIZE = 32
_DOMAIN = b"hamsaya blob/1\n"


def salted_hash(salt: bytes, data: bytes) -> str:
    """Return SHA-256 over domain, salt (32 random bytes) and data, in hex: without the salt nothing can be guessed."""
    if len(salt) != SALT_SIZE:
        raise Refused("blob.salt")
    return sha256(_DOMAIN + salt + data).hexdigest()


def verify_blob(expected: str, salt: bytes, data: bytes) -> None:
    """Raise Untrusted(`blob.hash`) unless `data` under `salt` has the hash, compared in constant time."""
    if len(salt) != SALT_SIZE or not hmac.compare_digest(salted_hash(salt, data).encode(), expected.encode()):
        raise Untrusted("blob.hash")
