"""The listener and its fetcher over real sockets: who comes in, what is too long or too slow, keys that do not hold."""

import asyncio
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from hamsaya.core.errors import Refused
from hamsaya.exchange.peer import limit
from hamsaya.exchange.peer.ask import Answer, Ask, LinkDown
from hamsaya.exchange.peer.certificate import make_anchor, make_certificate
from hamsaya.exchange.peer.http import HttpFetcher
from hamsaya.exchange.peer.opening import serve_door
from hamsaya.exchange.peer.serve import Runner, listen
from hamsaya.exchange.peer.tls import client_context, server_context
from hamsaya.node.home import NodeHome


class Echo:
    """A door that answers with what it was asked, and by whom."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def answer(self, pin: str, ask: Ask) -> Answer:
        self.bodies.append(ask.body)
        return Answer(200, body=b"%s %s %s" % (pin.encode(), ask.method.encode(), ask.path.encode()) + ask.body)

    def wait(self, pin: str, ask: Ask) -> None:
        """Nothing is left open."""

    def close(self) -> None:
        """Nothing is left open."""


class Server:
    """A listener in a thread of its own."""

    def __init__(self, path: Path, pins: tuple[str, ...]) -> None:
        self.door, self.loop = Echo(), asyncio.new_event_loop()
        self.pin = make_certificate(path)
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.runner: Runner = self._do(listen(self.door, "127.0.0.1", 0, server_context(path, pins), seconds=2.0))

    def _do(self, work: object) -> Runner:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()  # type: ignore[arg-type]  # any coroutine

    def close(self) -> None:
        self._do(self.runner.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    make_certificate(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture
def server(tmp_path: Path, keys: Path) -> Iterator[Server]:
    made = Server(tmp_path / "theirs", (make_certificate(keys),))
    yield made
    made.close()


def fetcher(server: Server, keys: Path, pin: str = "") -> HttpFetcher:
    return HttpFetcher(f"https://127.0.0.1:{server.runner.port}", pin or server.pin, keys, seconds=10.0)


def test_two_pinned_keys_meet_and_the_connection_is_kept(server: Server, keys: Path) -> None:
    mine, door = make_certificate(keys), fetcher(server, keys)
    body = os.urandom(3_000_000)
    assert door.fetch(Ask("GET", "/a")).body == f"{mine} GET /a".encode()
    assert door.fetch(Ask("POST", "/b?c=%20d", body)).body == f"{mine} POST /b?c=%20d".encode() + body
    door.close()


def test_a_certificate_made_anew_from_the_same_key_is_as_good(server: Server, keys: Path) -> None:
    (keys / "tls.crt").unlink()
    mine = make_certificate(keys)
    door = fetcher(server, keys)
    assert door.fetch(Ask("GET", "/")).body.startswith(mine.encode())
    door.close()


def test_a_key_that_nobody_pinned_does_not_come_in(server: Server, tmp_path: Path) -> None:
    make_certificate(tmp_path / "stranger")
    with pytest.raises(LinkDown):
        fetcher(server, tmp_path / "stranger").fetch(Ask("GET", "/"))
    assert server.door.bodies == []


def test_we_do_not_talk_to_a_door_with_another_key(server: Server, keys: Path, tmp_path: Path) -> None:
    with pytest.raises(LinkDown) as down:
        fetcher(server, keys, make_certificate(tmp_path / "other")).fetch(Ask("GET", "/secret"))
    assert str(down.value) == "link.down (reason=tls: certificate_verify_failed)"
    assert server.door.bodies == []


@pytest.mark.parametrize("most", [ssl.TLSVersion.TLSv1_2, None])
def test_older_tls_and_no_certificate_are_refused(server: Server, most: ssl.TLSVersion | None) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=make_anchor(server.pin))
    if most is not None:
        context.maximum_version = most
    assert get(context, server.runner.port) == b""
    assert server.door.bodies == []


def get(context: ssl.SSLContext, port: int) -> bytes:
    """Return how an answer begins; nothing where none comes."""
    try:
        with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain) as tls:
            tls.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            return tls.recv(100)
    except OSError:
        return b""


def test_what_is_too_long_is_refused_and_never_reaches_the_door(
    server: Server, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit, "BODY_BYTES", 100_000)
    door = fetcher(server, keys)
    assert door.fetch(Ask("POST", "/", bytes(99_000))).status == 200
    try:
        answer = door.fetch(Ask("POST", "/", bytes(5_000_000)))
    except LinkDown:
        answer = Answer(413)  # the door hung up while we were still sending
    assert answer.status == 413
    assert [len(body) for body in server.door.bodies] == [99_000]
    door.close()


@pytest.mark.parametrize("ends", ["close", "wait"])
def test_of_a_question_that_breaks_off_or_dawdles_the_door_gets_what_came(
    server: Server, keys: Path, ends: str
) -> None:
    raw = socket.create_connection(("127.0.0.1", server.runner.port))
    with client_context(keys, server.pin).wrap_socket(raw) as tls:
        tls.sendall(b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n" + b"a" * 300)
        if ends == "wait":
            assert b" 200 " in tls.recv(100)
        else:
            tls.shutdown(socket.SHUT_RDWR)
    for _ in range(100):
        if server.door.bodies:
            break
        threading.Event().wait(0.05)
    assert server.door.bodies == [b"a" * 300]


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 500 + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"BREW / HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
)  # fmt: skip
def test_broken_http_never_gets_a_500(server: Server, keys: Path, raw: bytes) -> None:
    plain = socket.create_connection(("127.0.0.1", server.runner.port))
    with client_context(keys, server.pin).wrap_socket(plain) as tls:
        tls.settimeout(5)
        tls.sendall(raw)
        try:
            first = tls.recv(12)
        except OSError:
            first = b""
    assert not first.startswith(b"HTTP/1.1 5")
    assert server.door.bodies == []


def test_a_bomb_of_zeroes_is_cut_off_at_the_limit(server: Server, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    monkeypatch.setattr(limit, "BODY_BYTES", 1_000_000)
    ask = Ask("POST", "/", gzip.compress(bytes(50_000_000)), {"content-encoding": "gzip"})
    door = fetcher(server, keys)
    assert door.fetch(ask).status == 413
    assert door.fetch(Ask("POST", "/", gzip.compress(b"words"), {"content-encoding": "gzip"})).body.endswith(b"words")
    door.close()


def test_the_certificate_outlives_every_clock(keys: Path) -> None:
    made = x509.load_pem_x509_certificate((keys / "tls.crt").read_bytes())
    assert (made.not_valid_before_utc.year, made.not_valid_after_utc.year) == (1950, 9999)
    assert {path.name: path.stat().st_mode & 0o777 for path in keys.iterdir()} == {"tls.key": 0o600, "tls.crt": 0o600}


@pytest.mark.parametrize(("text", "mode", "code"), [
    ("", 0o600, "key.half-written"), ("-----BEGIN PRIVATE KEY-----\nMC4", 0o600, "key.half-written"),
    (None, 0o644, "key.too-open"),
])  # fmt: skip
def test_a_key_that_is_half_written_or_open_to_others_is_refused(
    keys: Path, text: str | None, mode: int, code: str
) -> None:
    if text is not None:
        (keys / "tls.key").write_text(text, encoding="ascii")
    (keys / "tls.key").chmod(mode)
    with pytest.raises(Refused) as refused:
        make_certificate(keys)
    assert refused.value.code == code


@pytest.mark.parametrize("pin", ["", "AAAA", "not base64", "MCowBQYDK2VwAyEA"])
def test_what_is_no_key_cannot_be_pinned(pin: str) -> None:
    with pytest.raises(Refused) as refused:
        make_anchor(pin)
    assert refused.value.code == "tls.pin"


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:x", ":80"])
def test_a_wrong_address_stops_the_start_with_one_line(keys: Path, address: str) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(serve_door(NodeHome(keys.parent, peer_listen=address)))
    assert refused.value.code == "door.listen"


def test_a_port_that_is_taken_stops_the_start_with_one_line(tmp_path: Path) -> None:
    make_certificate(tmp_path / "keys")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        home = NodeHome(tmp_path, peer_listen=f"127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(Refused) as refused:
            asyncio.run(serve_door(home))
    assert refused.value.code == "door.listen"
