"""Whatever two nodes go through, in whatever order: equal after syncing, every fork proven, nothing lost."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.exchange.test_bag import Courier, meet
from tests.node.world import COMPACT
from tests.simulator import Pair, SimNode

from hamsaya.core.equivocation import verify_equivocation
from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.exchange.peer import link, shelf
from hamsaya.exchange.peer.ask import LinkDown
from hamsaya.exchange.peer.reconcile import needs_reconcile, reconcile
from hamsaya.node import projector
from hamsaya.node.trust import key_history

PARTIES = st.sampled_from(["IR", "PK"])
FAULTS = st.lists(st.sampled_from(["ok", "lose", "mute", "double", 5, 60, 400]), max_size=6)
ACTS: list[tuple[str, dict[str, Any]]] = [
    ("acknowledge", {}), ("answer", {"answer": "done"}), ("answer", {"answer": "doing"}), ("close", {}),
]  # fmt: skip


EXAMPLES = int(os.environ.get("HAMSAYA_MACHINE_EXAMPLES", "12"))
"""Histories to try; more when there is time for it."""


class Neighbours(RuleBasedStateMachine):
    """Two nodes, a wire, a courier, backups, and once perhaps a second instance with the same key."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        self.pair = Pair(path)
        self.courier = Courier(self.pair, path / "stick")
        self.bags: dict[str, list[tuple[Path, ...]]] = {"IR": [], "PK": []}
        self.backups: dict[str, bytes] = {}
        self.written: dict[str, list[bytes]] = {"IR": [], "PK": []}
        self.records: list[str] = []
        self.forked = False

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def node(self, party: str) -> SimNode:
        return self.pair.a if party == "IR" else self.pair.b

    def note_written(self, party: str) -> None:
        self.written[party] = self.node(party).entries(party)

    @rule(party=PARTIES, count=st.sampled_from([1, 2, 7, 130]))
    def append(self, party: str, count: int) -> None:
        with suppress(Refused):
            self.records += self.node(party).append(count)[:2]
            self.note_written(party)

    @rule(party=PARTIES, place=st.integers(0, 20), act=st.sampled_from(ACTS))
    def act(self, party: str, place: int, act: tuple[str, dict[str, Any]]) -> None:
        if self.records:
            with suppress(Refused):
                self.node(party).act(self.records[place % len(self.records)], *act)
                self.note_written(party)

    @rule(party=PARTIES, faults=FAULTS)
    def push(self, party: str, faults: list[str | int]) -> None:
        wire = self.pair.to_b if party == "IR" else self.pair.to_a
        wire.then(*faults)
        with suppress(HamsayaError):
            self.pair.push(party)
        wire.faults.clear()

    @rule(party=PARTIES, faults=FAULTS)
    def pull(self, party: str, faults: list[str | int]) -> None:
        wire = self.pair.to_b if party == "IR" else self.pair.to_a
        wire.then(*faults)
        with suppress(LinkDown, Refused):
            self.pair.pull(party)
        wire.faults.clear()

    @rule(party=PARTIES)
    def write_bag(self, party: str) -> None:
        with suppress(Refused):
            self.bags[party].append(self.courier.write(self.node(party)).paths)

    @rule(party=PARTIES, place=st.integers(0, 5))
    def read_bag(self, party: str, place: int) -> None:
        """Any bag, in any order, any number of times; a new one of the other's may never be read at all."""
        bags = self.bags["PK" if party == "IR" else "IR"]
        if bags:
            with suppress(Refused):
                self.courier.read(self.node(party), *bags[place % len(bags)])

    @rule(party=PARTIES)
    def restart(self, party: str) -> None:
        self.pair.forget(party)

    @rule(party=PARTIES)
    def back_up(self, party: str) -> None:
        self.backups[party] = self.node(party).image()

    @rule(party=PARTIES)
    def restore(self, party: str) -> None:
        """Put an old backup back, where the neighbour holds all that we wrote since; nothing can then be lost."""
        node, other = self.node(party), self.node("PK" if party == "IR" else "IR")
        if party in self.backups and other.entries(party) == node.entries(party):
            node.restore(self.backups[party])
            self.pair.forget(party)

    @precondition(lambda self: not self.forked)
    @rule(ours=st.integers(1, 3), theirs=st.integers(1, 3), road=st.sampled_from(["push", "pull", "bag"]))
    def fork(self, ours: int, theirs: int, road: str) -> None:
        """A second instance of A writes under the same key; B meets both and proves it."""
        self.sync()
        folder = Path(self.folder.name) / "twin"
        twin = self.pair.a.twin(folder)
        meet(twin, self.pair.b)
        self.pair.a.append(ours)
        self.note_written("IR")
        twin.append(theirs)
        self.pair.push("IR")
        with pytest.raises(HamsayaError):
            self.meet_twin(twin, road)
        assert self.pair.b.heads()[1].frozen == "fork"
        self.forked = True

    def meet_twin(self, twin: SimNode, road: str) -> None:
        real = self.pair.a
        try:
            self.pair.a = self.pair.to_a.to = twin
            self.pair.forget("IR")
            if road == "bag":
                self.courier.read(self.pair.b, *self.courier.write(twin).paths)
            elif road == "push":
                self.pair.push("IR")
            else:
                self.pair.pull("PK")
        finally:
            self.pair.a = self.pair.to_a.to = real
            self.pair.forget("IR")

    def sync(self) -> None:
        for party in ("IR", "PK", "IR", "PK"):
            node, wire = self.node(party), self.pair.to_b if party == "IR" else self.pair.to_a
            with node:
                if needs_reconcile(COMPACT):
                    reconcile(COMPACT, wire, node.now, threads=0)
            with suppress(HamsayaError):
                self.pair.push(party)

    @rule()
    def meet_again(self) -> None:
        """After syncing both hold the same, fold it to the same, and have receipts for all of it."""
        if self.forked:
            return
        self.sync()
        a, b = self.pair.a, self.pair.b
        assert (a.entries("IR"), a.entries("PK")) == (b.entries("IR"), b.entries("PK"))
        assert (a.entries("IR"), b.entries("PK")) == (self.written["IR"] or a.entries("IR"),
                                                      self.written["PK"] or b.entries("PK"))  # fmt: skip
        assert a.digest() == b.digest()
        for node in (a, b):
            state = node.run(link.link_state, COMPACT, 0)
            assert (state.stored_there, state.frozen) == (state.ours, None)

    @rule()
    def rebuild(self) -> None:
        for node in (self.pair.a, self.pair.b):
            node.digest()
            before, after = node.run(projector.rebuild, COMPACT)
            assert before == after

    @invariant()
    def no_receipt_covers_what_is_not_there(self) -> None:
        if not hasattr(self, "pair"):
            return
        for node, other in ((self.pair.a, self.pair.b), (self.pair.b, self.pair.a)):
            ours, theirs = node.heads()
            with node:
                given = shelf.last_receipt(theirs, ours.party)
            assert given is None or given[0] <= theirs.size
            assert node.entries(theirs.party) == other.entries(theirs.party)[: theirs.size] or self.is_behind(other)

    def is_behind(self, node: SimNode) -> bool:
        """A node with an old backup in place knows less of its own log than its neighbour does."""
        with node:
            return needs_reconcile(COMPACT)

    @invariant()
    def every_fork_is_proven(self) -> None:
        if not getattr(self, "forked", False):
            return
        with self.pair.b:
            theirs = shelf.shared_heads(COMPACT)[1]
            proof = link.fork_proof(COMPACT)
            if theirs.frozen:
                assert proof is not None
                verify_equivocation(proof, key_history(theirs).all_keys)


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_two_neighbours_through_everything() -> None:
    run_state_machine_as_test(
        Neighbours,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
