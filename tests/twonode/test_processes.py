"""Hard cases 1, 2, 5 and 10 on two processes, real sockets and TLS: kill -9, a backup put back, a bad line."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.exchange.node_process import put_back
from tests.exchange.proxy import Proxy
from tests.node.world import COMPACT

from hamsaya.exchange.peer.certificate import make_certificate

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]

PATIENCE = 90.0
ADDRESS = os.environ.get("HAMSAYA_DATABASE", "sqlite")
ON_POSTGRESQL = ADDRESS.startswith("postgres")


def server(statement: str) -> None:
    """Run one statement on the PostgreSQL server that the tests run on."""
    with psycopg.connect(f"{ADDRESS.rpartition('/')[0]}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Node:
    """One node's process and its home."""

    def __init__(self, home: Path, party: str) -> None:
        self.home, self.party, self.port = home, party, free_port()
        self.pin = make_certificate(home / "keys")
        self.process: subprocess.Popen[str] | None = None
        self.database = "sqlite"
        if ON_POSTGRESQL:
            name = f"twonode_{os.getpid()}_{self.port}"
            self.database = f"{ADDRESS.rpartition('/')[0]}/{name}"
            server(f"CREATE DATABASE {name}")

    def settle(self, neighbour_port: int, neighbour_pin: str) -> None:
        (self.home / "node.toml").write_text(
            f'peer_listen = "127.0.0.1:{self.port}"\n[[compact]]\nid = "{COMPACT}"\nparty = "{self.party}"\n'
            f'neighbour = "https://127.0.0.1:{neighbour_port}"\nneighbour_tls = "{neighbour_pin}"\n',
            encoding="utf-8",
        )
        secret = self.home / "keys" / "django.secret"
        secret.write_text("s" * 50, encoding="ascii")

    def start(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])}
        environment["HAMSAYA_DATABASE"] = self.database
        with (self.home / "log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.exchange.node_process", str(self.home)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=environment,
            )  # fmt: skip
        assert self.hear()["port"] == self.port

    def tell(self, line: str) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, (self.home / "log").read_text(encoding="utf-8")[-4000:]
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, line: str) -> dict[str, Any]:
        self.tell(line)
        return self.hear()

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()
        self.process = None

    def close(self) -> None:
        if self.process is not None:
            with suppress(OSError, ValueError, subprocess.TimeoutExpired):
                self.process.communicate("bye\n", timeout=20)
            if self.process.poll() is None:
                self.process.kill()
                self.process.communicate()
        if ON_POSTGRESQL:
            server(f"DROP DATABASE {self.database.rpartition('/')[2]} WITH (FORCE)")


class Two:
    """Two nodes, each of which reaches the other through a bad line."""

    def __init__(self, path: Path, to_a: Proxy, to_b: Proxy) -> None:
        self.a, self.b = Node(path / "a", "IR"), Node(path / "b", "PK")
        self.to_a, self.to_b = to_a, to_b
        to_a.to, to_b.to = self.a.port, self.b.port
        self.a.settle(to_b.port, self.b.pin)
        self.b.settle(to_a.port, self.a.pin)

    def agree(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Wait until both hold the same and both have receipts for all of it; return what they say then."""
        until = time.monotonic() + PATIENCE
        while True:
            a, b = self.a.ask("state"), self.b.ask("state")
            same = (a["ours"], a["theirs"], a["digest"]) == (b["theirs"], b["ours"], b["digest"])
            if same and (a["receipt"], b["receipt"]) == (a["size"], b["size"]):
                return a, b
            assert time.monotonic() < until, (a, b, self.log())
            time.sleep(0.1)

    def log(self) -> str:
        return "".join((each.home / "log").read_text(encoding="utf-8")[-2000:] for each in (self.a, self.b))


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with Proxy(0) as to_a, Proxy(0) as to_b:
        made = Two(tmp_path, to_a, to_b)
        try:
            made.a.start()
            made.b.start()
            yield made
        finally:
            made.a.close()
            made.b.close()


def test_a_letter_reaches_the_neighbours_change_feed_before_its_receipt_comes_back(two: Two) -> None:
    two.agree()
    for _ in range(5):
        size = two.a.ask("state")["size"] + 1
        two.b.tell(f"await {size}")
        assert two.a.ask("append 1") == {"size": size}
        assert two.b.hear()["calls"] >= 0
        assert two.b.ask("state")["theirs_size"] == size
    two.agree()


def test_kill_9_at_any_moment_loses_nothing_that_was_acknowledged(two: Two) -> None:
    chance = random.Random(20261122)
    acknowledged = 0
    for turn in range(6):
        victim = (two.a, two.b)[turn % 2]
        for _ in range(chance.randrange(1, 6)):
            acknowledged = two.a.ask(f"append {chance.randrange(1, 40)}")["size"]
        if victim is two.a:
            two.a.tell("append 200")
        time.sleep(chance.random() / 10)
        victim.kill()
        victim.start()
        assert two.a.ask("state")["size"] >= acknowledged
    a, b = two.agree()
    assert a["size"] >= acknowledged
    assert (a["frozen"], b["frozen"]) == (None, None)
    assert b["theirs_size"] == a["size"]


@pytest.mark.skipif(ON_POSTGRESQL, reason="puts a file back; PostgreSQL has dumps instead")
def test_a_backup_put_back_fetches_what_it_lost_before_it_signs(two: Two, tmp_path: Path) -> None:
    two.a.ask("append 3")
    two.agree()
    image = tmp_path / "image.sqlite3"
    two.a.ask(f"image {image}")
    two.a.ask("append 300")
    before, _ = two.agree()
    two.to_b.is_up = two.to_a.is_up = False
    two.a.kill()
    put_back(two.a.home, image)
    two.a.start()
    assert two.a.ask("append 1")["code"] == "log.reconcile-first"
    two.to_b.is_up = two.to_a.is_up = True
    after, there = two.agree()
    assert (after["ours"], after["size"], there["frozen"]) == (before["ours"], before["size"], None)
    assert two.a.ask("append 1") == {"size": before["size"] + 1}
    two.agree()


def test_a_slow_line_that_dies_inside_every_package_delivers_all(two: Two) -> None:
    """50 kbit/s, each connection dead after 12 kB: a twentieth of one package, TLS handshake included."""
    two.agree()
    for line in (two.to_a, two.to_b):
        line.bytes_a_second, line.cut_after, line.passed = 50_000 / 8, 12_000, 0
    two.to_a.is_up = False
    two.a.ask("append 80")
    size = two.a.ask("state")["size"]
    until = time.monotonic() + 150
    while two.b.ask("state")["theirs_size"] < size:
        assert time.monotonic() < until, two.log()
        time.sleep(0.5)
    assert two.to_b.cuts > 2
    assert two.to_b.passed < 600_000
    for line in (two.to_a, two.to_b):
        line.bytes_a_second, line.cut_after, line.is_up = None, None, True
    two.agree()


def test_lines_that_break_at_random_leave_one_copy_and_honest_receipts(two: Two) -> None:
    chance = random.Random(7)
    for _ in range(12):
        for line in (two.to_a, two.to_b):
            line.cut_after = chance.choice([None, 3000, 9000, 40_000])
        two.a.ask(f"append {chance.randrange(1, 30)}")
        two.b.ask(f"append {chance.randrange(1, 30)}")
        a, b = two.a.ask("state"), two.b.ask("state")
        assert a["receipt"] <= b["theirs_size"]
        assert b["receipt"] <= two.a.ask("state")["theirs_size"]
    for line in (two.to_a, two.to_b):
        line.cut_after = None
    a, b = two.agree()
    assert (a["theirs_size"], b["theirs_size"]) == (b["size"], a["size"])
