"""The node's own TLS certificate: a public key the neighbour pins, and no clock or authority that can stop traffic.

The pinned thing is the public key (the base64 of its SubjectPublicKeyInfo, 60 characters), so that it fits on paper and
a certificate may be made anew at will. OpenSSL wants a certificate to trust; `make_anchor` wraps a pinned key in one.
A node's certificate names that anchor as its issuer and is signed by the same key.
"""

import base64
import binascii
import hashlib
import os
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import NameOID

from hamsaya.core.errors import Refused, Untrusted

NOT_BEFORE = datetime(1950, 1, 1)  # noqa: DTZ001 -- X.509 times are UTC and the library takes them naive
NOT_AFTER = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 -- the same
KEY_FILE = "tls.key"
CERTIFICATE_FILE = "tls.crt"


def make_certificate(keys: Path) -> str:
    """Make `tls.key` and `tls.crt` in the folder of keys (0600) unless they are there; return the key to be pinned."""
    key_file, file = keys / KEY_FILE, keys / CERTIFICATE_FILE
    if not key_file.exists():
        made = Ed25519PrivateKey.generate()
        _write(key_file, made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption(),
        ))  # fmt: skip
    key = _read_key(key_file)
    if not file.exists() or read_pin(file) != pin_of(key.public_key()):
        file.unlink(missing_ok=True)
        _write(file, _leaf(key).public_bytes(serialization.Encoding.PEM))
    return pin_of(key.public_key())


def pin_of(key: Ed25519PublicKey) -> str:
    """Return the form in which a public key is pinned: base64 of its SubjectPublicKeyInfo."""
    return base64.b64encode(_info(key)).decode()


def pin_of_certificate(der: bytes) -> str:
    """Return the pinned form of the key in a certificate; raises Untrusted for another sort of key."""
    try:
        key = x509.load_der_x509_certificate(der).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Untrusted("tls.certificate") from error
    if not isinstance(key, Ed25519PublicKey):
        raise Untrusted("tls.key-sort")
    return pin_of(key)


def read_pin(file: Path) -> str:
    """Return the pinned form of the key in a PEM certificate file; raises Refused."""
    try:
        return pin_of_certificate(x509.load_pem_x509_certificate(file.read_bytes()).public_bytes(_DER))
    except (OSError, ValueError, Untrusted) as error:
        raise Refused("tls.unreadable", path=str(file)) from error


def short_pin(pin: str) -> str:
    """Return the first 16 hex digits of the key's SHA-256, for people who compare."""
    return hashlib.sha256(base64.b64decode(pin)).hexdigest()[:16]


def make_anchor(pin: str) -> bytes:
    """Return a DER certificate by which OpenSSL trusts that key and no other; raises Refused for what is no key."""
    key = _pinned(pin)
    # Nobody checks the signature on what is trusted to begin with, and we cannot make one: any key will do.
    return _certificate(_name(key), key, Ed25519PrivateKey.generate(), is_anchor=True).public_bytes(_DER)


_DER = serialization.Encoding.DER


def _pinned(pin: str) -> Ed25519PublicKey:
    try:
        key = serialization.load_der_public_key(base64.b64decode(pin, validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise Refused("tls.pin", pin=pin) from error
    if not isinstance(key, Ed25519PublicKey) or pin_of(key) != pin:
        raise Refused("tls.pin", pin=pin)
    return key


def _leaf(key: Ed25519PrivateKey) -> x509.Certificate:
    return _certificate("hamsaya node", key.public_key(), key, is_anchor=False)


def _certificate(
    subject: str, key: Ed25519PublicKey, signer: Ed25519PrivateKey, *, is_anchor: bool
) -> x509.Certificate:
    builder = x509.CertificateBuilder(
        issuer_name=_common(_name(key)),
        subject_name=_common(subject),
        public_key=key,
        serial_number=1 if is_anchor else 2,
        not_valid_before=NOT_BEFORE,
        not_valid_after=NOT_AFTER,
    )
    constraint = x509.BasicConstraints(ca=is_anchor, path_length=0 if is_anchor else None)
    return builder.add_extension(constraint, critical=True).sign(signer, None)


def _name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(_info(key)).hexdigest()


def _info(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(_DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _common(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _read_key(file: Path) -> Ed25519PrivateKey:
    try:
        if file.stat().st_mode & 0o077:
            raise Refused("key.too-open", path=str(file))
        key = serialization.load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Refused("key.half-written", path=str(file)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("key.half-written", path=str(file))
    return key


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
