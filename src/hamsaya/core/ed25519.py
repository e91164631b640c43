"""Ed25519 keys under a name, and their key ids (C2SP signed-note)."""

import re
from dataclasses import dataclass, field
from hashlib import sha256

import nacl.bindings
from nacl.exceptions import BadSignatureError

from hamsaya.core.errors import Refused, Untrusted

NOTE = 0x01
COSIGNATURE = 0x04
KEY_SIZE = SEED_SIZE = 32
SIGNATURE_SIZE = 64

NAME = re.compile(r"[!-*,-~]{1,200}")
"""Key names and origins: printable ASCII with neither space nor plus sign."""


def check_name(name: str) -> str:
    """Return `name`, or raise Refused(`key.name`); `cosignature/v1` is taken by the cosigned message."""
    if not NAME.fullmatch(name) or name == "cosignature/v1":
        raise Refused("key.name")
    return name


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """A public key of 32 bytes under a name."""

    name: str
    raw: bytes

    def __post_init__(self) -> None:
        """Raise Refused unless name and length are right."""
        check_name(self.name)
        if len(self.raw) != KEY_SIZE:
            raise Refused("key.length")

    def key_id(self, kind: int = NOTE) -> bytes:
        """Return the 4-byte key id for signatures of type `kind`."""
        return sha256(self.name.encode() + b"\n" + bytes([kind]) + self.raw).digest()[:4]

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raise Untrusted(`key.signature`) unless the key made `signature` over `message`."""
        if not self.is_signed(message, signature):
            raise Untrusted("key.signature", name=self.name)

    def is_signed(self, message: bytes, signature: bytes) -> bool:
        """Return whether the key made `signature` over `message`."""
        if len(signature) != SIGNATURE_SIZE:
            return False
        try:
            nacl.bindings.crypto_sign_open(signature + message, self.raw)
        except BadSignatureError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret seed of 32 bytes under a name; its text form never shows the seed."""

    name: str
    seed: bytes = field(repr=False)
    verify_key: VerifyKey = field(init=False, compare=False)
    _secret: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the public half; raise Refused(`key.length`) on another length of seed."""
        if len(self.seed) != SEED_SIZE:
            raise Refused("key.length")
        raw, secret = nacl.bindings.crypto_sign_seed_keypair(self.seed)
        object.__setattr__(self, "verify_key", VerifyKey(self.name, raw))
        object.__setattr__(self, "_secret", secret)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature over `message`."""
        return nacl.bindings.crypto_sign(message, self._secret)[:SIGNATURE_SIZE]
