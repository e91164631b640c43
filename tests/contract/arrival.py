"""Examples of kinds as entries, and one record folded as they arrive in any order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

import msgspec

from hamsaya.core.kinds import OWNER, Kind
from hamsaya.node.fold import Folded, Wire, encode_state, position, read_wire

PARTIES = ("IR", "PK")


@dataclass(frozen=True)
class Arrival:
    """One entry of the example as a node receives it."""

    party: str
    index: int
    wire: Wire


def arrivals(kind: Kind[Any]) -> tuple[list[Arrival], list[Arrival]]:
    """Return the example's acts as entries of the owner's log and of the other's."""
    logs: tuple[list[Arrival], list[Arrival]] = ([], [])
    record = record_of(kind)
    for step in kind.example:
        side = 0 if step.by == OWNER else 1
        entry = {
            "v": 1, "kind": kind.wire, "act": step.act.name(), "record": record, "post": "post",
            "at": "2026-11-22T08:00:00Z", "seen": {"size": len(logs[1 - side]), "root": "0" * 64}, "audience": "GOV",
            "use": "U1", "body": dict(step.body), "files": [],
        }  # fmt: skip
        wire = read_wire(msgspec.json.encode(entry, order="sorted"))
        assert wire is not None
        logs[side].append(Arrival(PARTIES[side], len(logs[side]), wire))
    return logs


def record_of(kind: Kind[Any]) -> str:
    """Return the id of the example's record: one of an exercise, where the kind is nothing else."""
    return "IR/x-drill" if any(step.body.get("traffic") == "exercise" for step in kind.example) else "IR/example"


def interleavings(one: Sequence[Arrival], two: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """Yield every order of arrival that keeps each log in its own order."""
    if not one or not two:
        yield [*one, *two]
        return
    for rest in interleavings(one[1:], two):
        yield [one[0], *rest]
    for rest in interleavings(one, two[1:]):
        yield [two[0], *rest]


def orders(one: Sequence[Arrival], two: Sequence[Arrival], most: int = 200) -> Iterator[list[Arrival]]:
    """Yield every order of arrival, or `most` of them: the outermost and a fixed draw."""
    if comb(len(one) + len(two), len(one)) <= most:
        yield from interleavings(one, two)
        return
    yield [*one, *two]
    yield [one[0], *two, *one[1:]]
    draw = Random(20_261_122)
    for _ in range(most - 2):
        left, right, order = [*one], [*two], list[Arrival]()
        while left or right:
            side = left if not right or (left and draw.random() * (len(left) + len(right)) < len(left)) else right
            order.append(side.pop(0))
        yield order


def fold_in_order(arrived: Sequence[Arrival]) -> bytes:
    """Return the record's state as bytes after these entries came in this order."""
    record = Folded(arrived[0].wire.record, "IR", "PK")
    theirs = []
    for each in arrived:
        at = position(each.wire, each.party, each.index, bytes(32), "IR")
        record.add(1 if each.party == "IR" else 2, each.wire, at, 0)
        if not at.is_owner:
            theirs.append((each.wire, at))
        if record.stale:
            record.refold(theirs)
    return encode_state(record.state)
