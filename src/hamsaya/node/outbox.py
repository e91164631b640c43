"""Reactors: named functions that are told of each new act, by a cursor of their own; a rebuild does not wake them.

A reactor starts with what comes after its first run, not with the past. Its cursor moves in the transaction in which
it was called: what it writes here happens once; what it sends out may, after a crash, be sent again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from hamsaya.core.errors import Broken, HamsayaError
from hamsaya.node import sql
from hamsaya.node.fold import Wire, read_wire
from hamsaya.node.head import Head, read_head, read_heads
from hamsaya.node.models import SHARED
from hamsaya.node.projector import read_entries

log = logging.getLogger("hamsaya.node")
BATCH = 256


@dataclass(frozen=True)
class News:
    """One act, folded already: which compact, whose log, where, and what it says."""

    compact: str
    party: str
    is_ours: bool
    index: int
    stored: int
    wire: Wire


React = Callable[[News], None]
_reactors: dict[str, React] = {}


def reactor(name: str) -> Callable[[React], React]:
    """Register a reactor under a name that stays: its cursor is kept under it."""

    def add(react: React) -> React:
        if name in _reactors or name == "search":
            raise Broken("reactor.twice", name=name)
        _reactors[name] = react
        return react

    return add


def forget(name: str) -> None:
    """Take a reactor out again; its cursor stays."""
    _reactors.pop(name, None)


def react_all(compact: str) -> int:
    """Tell every reactor of the next acts; return how many acts were told. One that fails is tried again next time."""
    told = 0
    for head in read_heads(compact):
        if head.sort != SHARED:
            continue
        for name in sorted(_reactors):
            try:
                told += _run(compact, head.party, name)
            except HamsayaError:
                log.exception("reactor %s failed at %s", name, head.origin)
    return told


def _run(compact: str, party: str, name: str) -> int:
    with sql.writing():
        head = read_head(compact, party, SHARED, lock=True)
        start = _cursor(head, name)
        end = min(head.projected, start + BATCH)
        for entry in read_entries(head, start, end):
            wire = read_wire(entry.data)
            if wire is not None:
                _reactors[name](News(compact, party, head.is_ours, entry.index, entry.at, wire))
        sql.run(
            "UPDATE node_reactor SET next = %s WHERE compact_id = %s AND log_id = %s AND name = %s",
            (end, head.compact_id, head.id, name),
        )
    return end - start


def _cursor(head: Head, name: str) -> int:
    """Return where the reactor stands; a new one stands at the end."""
    sql.run(
        "INSERT INTO node_reactor (compact_id, log_id, name, next) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (head.compact_id, head.id, name, head.projected),
    )
    row = sql.one(
        "SELECT next FROM node_reactor WHERE compact_id = %s AND log_id = %s AND name = %s",
        (head.compact_id, head.id, name),
    )
    return row[0] if row else head.projected
