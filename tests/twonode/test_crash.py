"""Hard case 1: a node that dies, or whose disk is full, at any step.

It never signs what is not durable, nor two roots for one size, and goes on afterwards as if nothing had been.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from django.db import DatabaseError
from tests.simulator import Pair, SimNode

from hamsaya.core.errors import HamsayaError
from hamsaya.core.merkle import root_of
from hamsaya.exchange.peer import shelf
from hamsaya.node.head import read_leaves

pytestmark = pytest.mark.django_db

STEPS = 25
"""So many places, spread over the work, at which the database is stopped."""


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def raw(node: SimNode) -> sqlite3.Connection:
    return cast("sqlite3.Connection", node.database.connection)


def steps_of(node: SimNode, work: Callable[[], object]) -> int:
    """Return how many ticks of the database's engine the work takes."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    raw(node).set_progress_handler(tick, 40)
    work()
    raw(node).set_progress_handler(None, 40)
    return count


def dies_at(node: SimNode, step: int, work: Callable[[], object]) -> bool:
    """Do the work and stop the database at that tick; tell whether the work noticed."""
    left = step

    def tick() -> int:
        nonlocal left
        left -= 1
        return 1 if left < 0 else 0

    raw(node).set_progress_handler(tick, 40)
    try:
        work()
    except (DatabaseError, sqlite3.Error, HamsayaError):
        return True
    finally:
        raw(node).set_progress_handler(None, 40)
        node.restart()
    return False


def check(node: SimNode) -> None:
    """Hold heads, entries, tiles and checkpoints of both logs against each other."""
    with node:
        for head in node.heads():
            leaves = read_leaves(head, 0, head.size)
            assert len(leaves) == head.size
            assert head.frontier.root() == root_of(leaves)
            assert head.projected <= head.size
            if head.note:
                stated = shelf.state_of(head.note)
                assert stated.root == root_of(leaves[: stated.size])
            notes = [shelf.state_of(note) for note in shelf.seen_notes(head, 0, 1 << 40)]
            assert len({note.size for note in notes}) == len(notes)
            for by in ("IR", "PK"):
                receipt = shelf.last_receipt(head, by)
                assert receipt is None or receipt[0] <= head.size


def test_writing_survives_a_stop_at_any_step(pair: Pair) -> None:
    total = steps_of(pair.a, lambda: pair.a.append(3))
    for step in range(0, total, max(1, total // STEPS)):
        before = pair.a.entries("IR")
        noticed = dies_at(pair.a, step, lambda: pair.a.append(3))
        check(pair.a)
        assert len(pair.a.entries("IR")) == len(before) + (0 if noticed else 3)
    pair.sync()
    assert pair.b.entries("IR") == pair.a.entries("IR")


def test_receiving_survives_a_stop_at_any_step(pair: Pair) -> None:
    pair.sync()
    pair.a.append(3)
    image = pair.b.image()
    total = steps_of(pair.b, lambda: pair.push("IR"))
    for step in range(0, total, max(1, total // STEPS)):
        pair.b.restore(image)
        pair.forget("IR")
        dies_at(pair.b, step, lambda: pair.push("IR"))
        check(pair.b)
        assert pair.push("IR") == len(pair.a.entries("IR"))
        check(pair.b)
        assert pair.b.entries("IR") == pair.a.entries("IR")
        assert pair.a.digest() == pair.b.digest()


def test_pulling_survives_a_stop_at_any_step(pair: Pair) -> None:
    pair.sync()
    pair.a.append(270)
    image = pair.b.image()
    total = steps_of(pair.b, lambda: pair.pull("PK"))
    for step in range(0, total, max(1, total // STEPS)):
        pair.b.restore(image)
        dies_at(pair.b, step, lambda: pair.pull("PK"))
        check(pair.b)
        pair.pull("PK")
        check(pair.b)
        assert pair.b.entries("IR") == pair.a.entries("IR")


def test_a_stop_while_the_receipt_is_taken_costs_only_another_question(pair: Pair) -> None:
    pair.sync()
    pair.a.append(2)
    total = steps_of(pair.a, lambda: pair.push("IR"))
    for step in range(0, total, max(1, total // STEPS)):
        pair.a.append(1)
        dies_at(pair.a, step, lambda: pair.push("IR"))
        pair.forget("IR")
        check(pair.a)
        assert pair.push("IR") == len(pair.a.entries("IR")) == len(pair.b.entries("IR"))


@pytest.mark.parametrize("side", ["writer", "reader"])
def test_a_full_disk_refuses_and_recovers(pair: Pair, side: str) -> None:
    pair.sync()
    node = pair.a if side == "writer" else pair.b
    (pages,) = raw(node).execute("PRAGMA page_count").fetchone()
    raw(node).execute(f"PRAGMA max_page_count = {pages + 2}")
    if side == "reader":
        pair.a.append(200)
    with pytest.raises((DatabaseError, sqlite3.Error, HamsayaError)):
        pair.push("IR") if side == "reader" else pair.a.append(200)
    check(node)
    raw(node).execute("PRAGMA max_page_count = 1000000")
    node.restart()
    pair.a.append(1)
    pair.sync()
    check(node)
    assert pair.b.entries("IR") == pair.a.entries("IR")
    assert pair.a.digest() == pair.b.digest()
