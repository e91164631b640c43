"""Finding what a viewer may see: the compact, the rows, and the texts that lie outside the tree."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.compact import load_compact
from hamsaya.core.errors import Refused
from hamsaya.core.exercise import MARK
from hamsaya.node import blob
from hamsaya.node import search as index
from hamsaya.node.access import Viewer, check_compact, visible
from hamsaya.node.head import Head, read_heads
from hamsaya.node.look import once
from hamsaya.node.models import SHARED, WAITS, Compact, Record

US, THEM = "us", "them"
COUNT_TO = 1_000
"""How far what lists and boards hold is counted; beyond, there are more."""
ANY = "*"
"""Stands for every exercise."""


@cache
def agreed_text(source: str) -> Agreed:
    return load_compact(source.encode())


def compact_of(viewer: Viewer, compact: str) -> tuple[Compact, Agreed]:
    """Return the compact's row and what its file agrees; Refused for a compact that is not the viewer's."""
    check_compact(viewer, compact)
    row = compact_row(compact)
    return row, agreed_text(row.source)


def compact_row(compact: str) -> Compact:
    """Return the compact's row, for what asks for no viewer; Refused for one that is not here."""
    row = once(("compact", compact), lambda: Compact.objects.filter(name=compact).first())
    if row is None:
        raise Refused("compact.not-here", compact=compact)
    return row


def needing(who: str, ours: str) -> Q:
    """Return the condition that keeps what `who` ("us" or "them") must act on."""
    return WAITS & _side(who, ours, "needs")  # said as the index on what waits says it, so that it is used


def standing(who: str, ours: str) -> Q:
    """Return the condition that keeps what `who` must act on or is asked to widen: what stands on the board."""
    return WAITS & (_side(who, ours, "needs") | _side(who, ours, "asked"))


def _side(who: str, ours: str, column: str) -> Q:
    if who not in {US, THEM}:
        raise Refused("list.needs", value=who)
    owner, other = Q(**{f"{column}_owner": True}), Q(**{f"{column}_other": True})
    mine = Q(owner=ours)
    return (mine & owner) | (~mine & other) if who == US else (mine & other) | (~mine & owner)


def seen(viewer: Viewer, compact: str, exercise: str = "") -> QuerySet[Record]:
    """Return the records that the viewer may see; those nobody has opened yet are not shown.

    What belongs to an exercise is never among the others: it is returned where its `exercise` is asked for.
    """
    check_compact(viewer, compact)
    return within(Record.objects.filter(visible(viewer)).exclude(status=""), exercise)


def within(found: QuerySet[Record], exercise: str = "") -> QuerySet[Record]:
    """Keep the records of one exercise, of `ANY`, or the actual ones."""
    if not exercise:
        return found.exclude(record__contains=MARK)
    if exercise == ANY:
        return found.filter(record__contains=MARK)
    return found.filter(Q(record__endswith=f"{MARK}{exercise}") | Q(record__contains=f"{MARK}{exercise}-"))


def row_of(viewer: Viewer, compact: str, record: str) -> Record:
    """Return a record's row; Refused(`record.missing`) alike for one that is not there and one not to be seen."""
    check_compact(viewer, compact)
    row = once(("row", viewer, record), lambda: Record.objects.filter(visible(viewer), record=record).first())
    if row is None:
        raise Refused("record.missing", record=record)
    return row


def both_heads(compact: Compact) -> dict[str, Head]:
    """Return the heads of both shared logs by party, our own first."""
    return once(("heads", compact.name), lambda: _read_both(compact))


def _read_both(compact: Compact) -> dict[str, Head]:
    found = {head.party: head for head in read_heads(compact.name) if head.sort == SHARED}
    return {party: found[party] for party in (compact.party, compact.neighbour)}


def fill_texts(compact_id: int, states: Sequence[Any]) -> list[Any]:
    """Return states, or plain values, with the texts that are here filled in.

    {"lang", "file"} becomes {"lang", "file", "text"}, or {"lang", "file", "gone": "withdrawn" | "not-arrived"}.
    """
    plain = [msgspec.to_builtins(state) for state in states]
    hashes = sorted({each for value in plain for each in index.files_in(value)})
    if not hashes:
        return list(states)
    texts, gone = blob.texts(compact_id, hashes), blob.withdrawn(compact_id, hashes)
    filled = [_filled(value, texts, gone) for value in plain]
    return [
        msgspec.convert(value, type(state)) if isinstance(state, msgspec.Struct) else value
        for value, state in zip(filled, states, strict=True)
    ]


def _filled(value: Any, texts: Mapping[str, str], gone: frozenset[str]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"lang", "file"}:
            name = value["file"]
            if name in texts:
                return {**value, "text": texts[name]}
            return {**value, "gone": "withdrawn" if name in gone else "not-arrived"}
        return {key: _filled(each, texts, gone) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(each, texts, gone) for each in value]
    return value
