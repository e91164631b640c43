"""The neighbour's door over HTTP and pinned TLS: the fetcher that real nodes use."""

import contextlib
import http.client
import queue
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.exchange.peer import limit
from hamsaya.exchange.peer.ask import Answer, Ask, LinkDown
from hamsaya.exchange.peer.tls import client_context, peer_pin

SLICE = 64 * 1024
KEPT_CONNECTIONS = 8


class HttpFetcher:
    """A neighbour's door at `https://host:port`, held by the key of that pin. Connections are kept and reused."""

    def __init__(self, address: str, pin: str, keys: Path, *, seconds: float = limit.ASK_SECONDS) -> None:
        """`keys`: the folder of our own TLS key; `seconds`: for one question and its answer to pass."""
        parts = urlsplit(address)
        try:
            self._host, self._port = parts.hostname or "", parts.port or 443
        except ValueError as error:
            raise Refused("link.address", address=address) from error
        if parts.scheme != "https" or not self._host or parts.path.strip("/"):
            raise Refused("link.address", address=address)
        self._pin, self._seconds = pin, seconds
        self._context = client_context(keys, pin)
        self._idle: queue.LifoQueue[http.client.HTTPSConnection] = queue.LifoQueue(KEPT_CONNECTIONS)

    def fetch(self, ask: Ask) -> Answer:
        """Put the question; once more on a new connection where a kept one turns out to be closed."""
        kept = self._take()
        if kept is not None:
            try:
                return self._put(kept, ask)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
                kept.close()
            except (OSError, http.client.HTTPException) as error:
                kept.close()
                raise LinkDown(type(error).__name__) from error
        return self._put_anew(ask)

    def close(self) -> None:
        """Close the kept connections."""
        while (kept := self._take()) is not None:
            kept.close()

    def _put_anew(self, ask: Ask) -> Answer:
        connection = http.client.HTTPSConnection(
            self._host, self._port, timeout=limit.HEAD_SECONDS, context=self._context
        )
        try:
            connection.connect()
            self._check_peer(connection)
            return self._put(connection, ask)
        except LinkDown:
            connection.close()
            raise
        except (OSError, http.client.HTTPException, HamsayaError) as error:
            connection.close()
            raise LinkDown(_reason(error)) from error

    def _check_peer(self, connection: http.client.HTTPSConnection) -> None:
        if peer_pin(connection.sock if isinstance(connection.sock, ssl.SSLSocket) else None) != self._pin:
            raise LinkDown("another-key")

    def _put(self, connection: http.client.HTTPSConnection, ask: Ask) -> Answer:
        until = time.monotonic() + self._seconds
        headers = {"host": self._host, "content-length": str(len(ask.body)), **ask.headers}
        connection.sock.settimeout(self._seconds)
        connection.request(ask.method, ask.path, _slices(ask.body, until), headers, encode_chunked=False)
        response = connection.getresponse()
        body = _read_body(response, until)
        fields = {name.lower(): value for name, value in response.getheaders()}
        response.close()  # else a body read to its end still counts as open, and the connection as busy
        if response.will_close:
            connection.close()
        else:
            self._keep(connection)
        return Answer(response.status, fields.get("content-type", ""), body, fields)

    def _take(self) -> http.client.HTTPSConnection | None:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return None

    def _keep(self, connection: http.client.HTTPSConnection) -> None:
        with contextlib.suppress(queue.Full):
            self._idle.put_nowait(connection)
            return
        connection.close()


def _slices(body: bytes, until: float) -> Iterator[memoryview]:
    view = memoryview(body)
    for at in range(0, len(view), SLICE):
        _check_time(until)
        yield view[at : at + SLICE]


def _read_body(response: http.client.HTTPResponse, until: float) -> bytes:
    """Return the body; where it breaks off, raise LinkDown with what came."""
    parts: list[bytes] = []
    length = 0
    try:
        while part := response.read1(SLICE):
            parts.append(part)
            length += len(part)
            if length > limit.BODY_BYTES:
                raise LinkDown("answer-too-long")
            _check_time(until)
    except (OSError, http.client.HTTPException) as error:
        raise LinkDown(_reason(error), _partial(response, parts)) from error
    if response.length:
        raise LinkDown("answer-broke-off", _partial(response, parts))
    return b"".join(parts)


def _partial(response: http.client.HTTPResponse, parts: list[bytes]) -> bytes:
    return b"".join(parts) if response.status in {200, 206} else b""


def _check_time(until: float) -> None:
    if time.monotonic() > until:
        raise TimeoutError


def _reason(error: Exception) -> str:
    if isinstance(error, HamsayaError):
        return error.code
    if isinstance(error, ssl.SSLError):
        return f"tls: {error.reason or type(error).__name__}".lower()
    return type(error).__name__
