"""Two nodes as processes of their own over real sockets, each of which reaches the other through a bad line."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from tests.exchange.proxy import Proxy
from tests.node.world import COMPACT

from hamsaya.exchange.peer.certificate import make_certificate

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
