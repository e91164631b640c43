"""TLS 1.3, mutual, between two pinned keys (protocol §3): no authority, no revocation server, no clock."""

import ssl
from collections.abc import Iterable
from pathlib import Path

from hamsaya.core.errors import Refused, Untrusted
from hamsaya.exchange.peer.certificate import CERTIFICATE_FILE, KEY_FILE, make_anchor, pin_of_certificate


def server_context(keys: Path, pins: Iterable[str]) -> ssl.SSLContext:
    """Return the door's context: only holders of these pinned keys come in."""
    return _context(ssl.PROTOCOL_TLS_SERVER, keys, pins)


def client_context(keys: Path, pin: str) -> ssl.SSLContext:
    """Return the context to go to one neighbour's door: only the holder of this pinned key answers there."""
    return _context(ssl.PROTOCOL_TLS_CLIENT, keys, (pin,))


def peer_pin(connection: ssl.SSLObject | ssl.SSLSocket | None) -> str:
    """Return the pinned form of the key at the other end; raises Untrusted where there is none."""
    der = connection.getpeercert(binary_form=True) if connection is not None else None
    if not der:
        raise Untrusted("tls.no-key")
    return pin_of_certificate(der)


def _context(protocol: int, keys: Path, pins: Iterable[str]) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.check_hostname = False  # the key is the name
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.options |= ssl.OP_NO_TICKET
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(keys / CERTIFICATE_FILE, keys / KEY_FILE)
    except (OSError, ssl.SSLError) as error:
        raise Refused("tls.unreadable", path=str(keys / CERTIFICATE_FILE)) from error
    for pin in pins:
        context.load_verify_locations(cadata=make_anchor(pin))
    return context
