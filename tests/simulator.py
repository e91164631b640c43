"""Two nodes in memory: real ledgers on SQLite in memory, real doors, and a wire between them that can be cut anywhere.

The wire has the same interface as HTTP (`exchange.peer.ask.Fetcher`), so that an attack is a test of a few lines.
"""

import shutil
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from tests.node.world import COMPACT, NOW, join_compact, letter, sign_unasked

from hamsaya.core.errors import HamsayaError
from hamsaya.exchange.peer import shelf
from hamsaya.exchange.peer.ask import Answer, Ask, LinkDown
from hamsaya.exchange.peer.door import Door
from hamsaya.exchange.peer.pull import Puller
from hamsaya.exchange.peer.send import Sender
from hamsaya.node import ledger, projector, sql
from hamsaya.node.head import Head
from hamsaya.node.home import Membership, NodeHome

PINS = {"IR": "pin-of-ir", "PK": "pin-of-pk"}
OTHER = {"IR": "PK", "PK": "IR"}
POSTS = {"IR": "zahedan-duty", "PK": "turbat-duty"}


def _database() -> BaseDatabaseWrapper:
    options = {"init_command": "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;", "transaction_mode": "IMMEDIATE"}
    made = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": options}
    return ConnectionHandler({"default": cast("dict[str, Any]", made)}).create_connection("default")


@contextmanager
def _using(database: BaseDatabaseWrapper, home: NodeHome) -> Iterator[None]:
    before = connections["default"], settings.HAMSAYA_HOME, settings.HAMSAYA_NODE
    options = cast("dict[str, dict[str, Any]]", settings.STORAGES)["default"]["OPTIONS"]
    storage = options["location"]
    connections["default"], settings.HAMSAYA_HOME, settings.HAMSAYA_NODE = database, home.path, home
    sql.is_sqlite.cache_clear()  # the process that tests on PostgreSQL holds these nodes in memory besides
    options["location"] = str(home.path / "files")
    try:
        yield
    finally:
        connections["default"], settings.HAMSAYA_HOME, settings.HAMSAYA_NODE = before
        sql.is_sqlite.cache_clear()
        options["location"] = storage


@cache
def _empty() -> bytes:
    """Return a migrated database without a row, as bytes."""
    made = _database()
    made.ensure_connection()
    with _using(made, NodeHome(Path("/nonexistent"))):
        call_command("migrate", verbosity=0)
        return _raw(made).serialize()


def _raw(database: BaseDatabaseWrapper) -> sqlite3.Connection:
    database.ensure_connection()
    return cast("sqlite3.Connection", database.connection)


class SimNode:
    """One party's node. Enter it (`with node:`) to act on its machine."""

    def __init__(self, party: str, path: Path, compacts: tuple[str, ...] = (COMPACT,)) -> None:
        """Make the node in an empty folder and let it join the compacts."""
        self.party, self.path, self.compacts = party, path, compacts
        self.skew = timedelta()
        self.ticks = 0
        self._open(_empty())
        with self:
            for name in compacts:
                join_compact(name, party, OTHER[party])

    def _open(self, image: bytes) -> None:
        members = tuple(
            Membership(name, self.party, neighbour="https://sim", neighbour_tls=PINS[OTHER[self.party]])
            for name in self.compacts
        )
        self.home = NodeHome(self.path, compacts=members)
        self.database = _database()
        _raw(self.database).deserialize(image)
        self._stack: list[Any] = []
        self.restart()

    def __enter__(self) -> Self:
        """Make this node the one whose database and home are used."""
        entered = _using(self.database, self.home)
        entered.__enter__()
        self._stack.append(entered)
        return self

    def __exit__(self, *error: object) -> None:
        """Go back to the one before."""
        self._stack.pop().__exit__(*error)

    def now(self) -> datetime:
        """Return this node's clock: a second later with each reading, and as wrong as `skew` says."""
        self.ticks += 1
        return NOW + self.skew + timedelta(seconds=self.ticks)

    def restart(self) -> None:
        """Lose what was in memory only."""
        self.door = Door(self.home, self.now)

    def image(self) -> bytes:
        """Return a backup of the database."""
        return _raw(self.database).serialize()

    def restore(self, image: bytes) -> None:
        """Put a backup back; keys and high-water marks stay where they are."""
        self._open(image)

    def twin(self, path: Path) -> "SimNode":
        """Return a second instance of this node on a copied machine: same keys, same data."""
        shutil.copytree(self.path, path)
        made = SimNode.__new__(SimNode)
        made.party, made.path, made.compacts, made.skew, made.ticks = self.party, path, self.compacts, self.skew, 0
        made._open(self.image())
        return made

    def append(self, count: int = 1, compact: str = COMPACT, **body: Any) -> list[str]:
        """Write letters; return their records."""
        with self:
            drafts = [letter(compact, **body) for _ in range(count)]
            return [each.record for each in ledger.append(compact, drafts, post=POSTS[self.party], now=self.now())]

    def act(self, record: str, act: str, body: dict[str, Any] | None = None, compact: str = COMPACT) -> None:
        """Make one act on an incident's record."""
        with self:
            draft = ledger.Draft("incident", act, record, body or {})
            ledger.append(compact, [draft], post=POSTS[self.party], now=self.now())

    def forge(self, draft: ledger.Draft, compact: str = COMPACT) -> None:
        """Sign an act as a node would that asks nothing of its other records and no second officer."""
        with self:
            sign_unasked(compact, [draft], post=POSTS[self.party], now=self.now())

    def heads(self, compact: str = COMPACT) -> tuple[Head, Head]:
        """Return the heads of our log and of our copy of the neighbour's."""
        with self:
            return shelf.shared_heads(compact)

    def entries(self, party: str, compact: str = COMPACT) -> list[bytes]:
        """Return the entries of a party's log as this node has them."""
        with self:
            head = next(each for each in shelf.shared_heads(compact) if each.party == party)
            return shelf.read_entries(head, 0, head.size)

    def digest(self, compact: str = COMPACT) -> str:
        """Return the digest over all records, folded to the end."""
        with self:
            projector.project_all(compact)
            return projector.state_digest(compact)

    def run(self, work: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Do something on this node's machine."""
        with self:
            return work(*values, **named)


class Wire:
    """A fetcher: the way from one node to another's door. Faults are put in line with `then` and used up in order."""

    def __init__(self, to: SimNode, pin: str) -> None:
        """`pin`: the key that the asking node shows."""
        self.to, self.pin = to, pin
        self.faults: deque[str | int] = deque()
        self.cut_every: int | None = None
        self.budget = 0
        self.is_up = True
        self.asks: list[Ask] = []
        self.sent = 0

    def then(self, *faults: str | int) -> "Wire":
        """Queue faults: "lose" or "double" the question, "mute" the answer, "ok", or a number of bytes to cut at."""
        self.faults.extend(faults)
        return self

    def fetch(self, ask: Ask) -> Answer:
        """Carry a question over and its answer back, or raise LinkDown."""
        fault = self.faults.popleft() if self.faults else "ok"
        if not self.is_up or fault == "lose":
            raise LinkDown("lost")
        self.asks.append(ask)
        if isinstance(fault, int) and fault < len(ask.body):
            self._ask(Ask(ask.method, ask.path, ask.body[:fault], ask.headers))
            raise LinkDown("cut")
        if self.cut_every is not None:
            return self._narrow(ask, self.cut_every)
        answer = self._ask(ask)
        if fault == "double":
            answer = self._ask(ask)
        if fault == "mute":
            raise LinkDown("mute")
        if isinstance(fault, int) and fault < len(answer.body):
            raise LinkDown("cut", answer.body[:fault] if answer.status in {200, 206} else b"")
        return answer

    def _narrow(self, ask: Ask, most: int) -> Answer:
        """Let `most` bytes of bodies through, then break."""
        if self.budget <= 0:
            self.budget = most
        self.budget -= 200  # what a question weighs without its body
        if len(ask.body) > self.budget:
            part, self.budget = ask.body[: max(0, self.budget)], 0
            self.sent += len(part)
            self._ask(Ask(ask.method, ask.path, part, ask.headers))
            raise LinkDown("cut")
        self.budget -= len(ask.body)
        self.sent += len(ask.body)
        answer = self._ask(ask)
        if len(answer.body) > self.budget:
            part, self.budget = answer.body[: max(0, self.budget)], 0
            raise LinkDown("cut", part if answer.status in {200, 206} else b"")
        self.budget -= len(answer.body)
        return answer

    def _ask(self, ask: Ask) -> Answer:
        with self.to:
            answer = self.to.door.answer(self.pin, ask)
        assert answer.status != 500
        return answer


class Pair:
    """Two neighbours and the wires between their doors."""

    def __init__(self, path: Path, compacts: tuple[str, ...] = (COMPACT,)) -> None:
        """Make both in an empty folder."""
        self.a, self.b = SimNode("IR", path / "ir", compacts), SimNode("PK", path / "pk", compacts)
        self.to_b, self.to_a = Wire(self.b, PINS["IR"]), Wire(self.a, PINS["PK"])
        self._senders: dict[str, Sender] = {}

    def sender(self, party: str, compact: str = COMPACT) -> Sender:
        """Return the party's sender, which remembers how far it came."""
        wire, node = (self.to_b, self.a) if party == "IR" else (self.to_a, self.b)
        return self._senders.setdefault(party + compact, Sender(compact, wire, node.now))

    def forget(self, party: str) -> None:
        """Let the party's process start anew."""
        self._senders = {name: each for name, each in self._senders.items() if not name.startswith(party)}
        (self.a if party == "IR" else self.b).restart()

    def push(self, party: str, compact: str = COMPACT) -> int:
        """Let a party push its log; return the size that the receipt covers."""
        sender, node = self.sender(party, compact), self.a if party == "IR" else self.b
        with node:
            return sender.send()

    def push_files(self, party: str) -> int:
        """Let a party push the files that the other lacks."""
        with self.a if party == "IR" else self.b:
            return self.sender(party).send_files()

    def puller(self, party: str, log: str | None = None) -> Puller:
        """Return a reader of the neighbour's door on a party's machine."""
        wire, node = (self.to_b, self.a) if party == "IR" else (self.to_a, self.b)
        return Puller(COMPACT, log or OTHER[party], wire, node.now, threads=0)

    def pull(self, party: str, log: str | None = None) -> bool:
        """Let a party pull the neighbour's log (or its own, after a restore)."""
        puller = self.puller(party, log)
        with self.a if party == "IR" else self.b:
            return puller.pull()

    def sync(self) -> None:
        """Push both ways until both have receipts for all; the second round is for keys not known in the first."""
        for _ in range(2):
            for party in ("IR", "PK"):
                try:
                    self.push(party)
                except HamsayaError as error:
                    if error.code not in {"receipt.unknown-key", "link.refused"}:
                        raise
