"""A record's history act by act, with what each side has signed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hamsaya.core.checkpoint import parse_checkpoint
from hamsaya.core.note import parse_note
from hamsaya.node import sql
from hamsaya.node.access import Viewer
from hamsaya.node.fold import Folded, is_marking, position, read_wire, values
from hamsaya.node.head import Head
from hamsaya.node.look import once
from hamsaya.node.lookup import both_heads, compact_of, fill_texts, row_of
from hamsaya.node.models import Receipt, Record, RecordAct

CLOCKS_APART = 300
BELIEVED = 30 * 24 * 3600
"""A cosignature's own time is believed if it is at most so many seconds older than its arrival: a bag takes days."""

FIRST_RECEIPT = (
    '(SELECT s.id FROM node_receipt s WHERE s.compact_id = e.compact_id AND s.log_id = e.log_id AND s."by" = %s'
    ' AND s.size > e."index" ORDER BY s.size, s.at LIMIT 1)'
)
"""Finds the receipt by which a party first cosigned a checkpoint over the entry `e`."""


@dataclass(frozen=True)
class ActView:
    """One act about a record, where it stands, and what each side has signed for."""

    party: str
    origin: str
    log: int
    index: int
    leaf: str
    kind: str
    act: str
    post: str
    at: str
    body: Mapping[str, Any]
    files: tuple[Mapping[str, Any], ...]
    """What goes with the act: hash, size and media type; its free texts are left out."""
    stored: datetime
    had_effect: bool
    """False for an act that changed nothing: shown, flagged, never hidden."""
    moved: str
    """The mark to which the act moved its side's, though it was made for something else; "" for nearly all."""
    signed: int
    """Size of the owner's latest checkpoint that covers the act, or 0."""
    receipt: datetime | None
    """When the other side cosigned a checkpoint that covers it: stored there, for both to prove."""


def history(viewer: Viewer, compact: str, id: str) -> tuple[ActView, ...]:  # noqa: A002
    """Return every act about a record, in the order in which this node came to know of them."""
    row, heads = row_of(viewer, compact, id), both_heads(compact_of(viewer, compact)[0])
    acts = _acts(row, heads)
    signed = {party: signed_size(head) for party, head in heads.items()}
    when = {
        party: receipts_at(head, head.other(party), [act.index for act in acts if act.party == party])
        for party, head in heads.items()
    }
    found = [_act_view(heads[act.party], act, signed[act.party], when[act.party].get(act.index)) for act in acts]
    bodies = fill_texts(row.compact_id, [dict(each.body) for each in found])
    whole = [replace(each, body=body) for each, body in zip(found, bodies, strict=True)]
    return tuple(sorted(whole, key=lambda each: (each.stored, each.party != row.owner, each.index)))


@dataclass(frozen=True, slots=True)
class _Act:
    party: str
    index: int
    leaf: bytes
    data: bytes
    stored: int
    had_effect: bool
    moved: str


def _acts(row: Record, heads: Mapping[str, Head]) -> list[_Act]:
    """Return the record's acts, the owner's first, with their effect as the fold finds it."""
    statement = (
        'SELECT l.party, e."index", e.leaf, e.data, e.stored FROM node_recordact a JOIN node_entry e'
        ' ON e.compact_id = a.compact_id AND e.log_id = a.log_id AND e."index" = a."index"'
        " JOIN node_log l ON l.id = a.log_id WHERE a.compact_id = %s AND a.record_id = %s"
    )
    rows = sql.rows(statement, (row.compact_id, row.pk))
    folded = Folded(row.record, row.owner, next(party for party in heads if party != row.owner))
    found = []
    for party, index, leaf, data, stored in sorted(rows, key=lambda each: (each[0] != row.owner, each[1])):
        wire = read_wire(bytes(data))
        if wire is not None:
            at = position(wire, party, index, bytes(leaf), row.owner)
            before = folded.owner_mark if at.is_owner else folded.other_mark
            effect = folded.add(heads[party].id, wire, at, stored)
            after = folded.owner_mark if at.is_owner else folded.other_mark
            moved = after if before not in ("", after) and not is_marking(wire) else ""
            found.append(_Act(party, index, bytes(leaf), bytes(data), stored, effect, moved))
    return found


def _act_view(head: Head, act: _Act, signed: int, receipt: datetime | None) -> ActView:
    value = values(act.data)
    return ActView(
        act.party, head.origin, head.id, act.index, act.leaf.hex(), value["kind"], value["act"], value["post"],
        value["at"], value["body"], _beside(value), datetime.fromtimestamp(act.stored, UTC), act.had_effect, act.moved,
        signed if signed > act.index else 0, receipt,
    )  # fmt: skip


def _beside(value: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    texts = {each.get("file") for each in value["body"].values() if isinstance(each, dict)}
    return tuple(each for each in value["files"] if each["hash"] not in texts)


def signed_size(head: Head) -> int:
    """Return how much of a log its own party's latest checkpoint here signs."""
    return parse_checkpoint(parse_note(head.note).text).size if head.note else 0


def receipts_at(head: Head, by: str, indexes: Sequence[int]) -> dict[int, datetime]:
    """Return by index when `by` first cosigned a checkpoint over each entry: its own time if believable, else ours.

    An entry that no receipt covers is left out.
    """
    statement = (
        f'SELECT e."index", r.at, r.stored FROM node_entry e JOIN node_receipt r ON r.id = {FIRST_RECEIPT}'  # noqa: S608 -- our own words
        ' WHERE e.compact_id = %s AND e.log_id = %s AND e."index" IN ({})'
    )
    found = sql.select_in(statement, (by, head.compact_id, head.id), sorted(set(indexes)))
    return {index: datetime.fromtimestamp(believable(at, stored), UTC) for index, at, stored in found}


def believable(stated: int, stored: int) -> int:
    """Return the time that a receipt states where it can be true, else the time at which it was stored here."""
    return stated if stored - BELIEVED <= stated <= stored + CLOCKS_APART else stored


def covered(viewer: Viewer, compact: str) -> dict[str, int]:
    """Return by origin how much of each log its owner signed and the neighbour cosigned: what `core.joint` asks for."""
    row, _ = compact_of(viewer, compact)
    return {head.origin: covered_size(head) for head in both_heads(row).values()}


def covered_size(head: Head) -> int:
    """Return how much of a log the neighbour of its owner has cosigned."""
    return last_receipt(head)[0]


def last_receipt(head: Head) -> tuple[int, int | None]:
    """Return the same with when that was stored here, in seconds since 1970; (0, None) before the first."""
    return once(("receipt", head.id), lambda: _last_receipt(head))


def _last_receipt(head: Head) -> tuple[int, int | None]:
    sizes = Receipt.objects.filter(compact_id=head.compact_id, log_id=head.id, by=head.other(head.party))
    return sizes.order_by("-size", "-stored").values_list("size", "stored").first() or (0, None)


@dataclass(frozen=True)
class Coverage:
    """How many acts of a record stand under both signatures; in force for both when that is all of them."""

    acts: int
    covered: int

    @property
    def in_force(self) -> bool:
        """Tell whether every act is signed by its owner and cosigned by the neighbour."""
        return self.acts == self.covered


def coverage(viewer: Viewer, compact: str, id: str) -> Coverage:  # noqa: A002
    """Return how much of a record both sides have signed for."""
    row, heads = row_of(viewer, compact, id), both_heads(compact_of(viewer, compact)[0])
    sizes = {head.id: covered_size(head) for head in heads.values()}
    places = RecordAct.objects.filter(compact_id=row.compact_id, record=row).values_list("log_id", "index")
    both = [index < sizes[log] for log, index in places]
    return Coverage(len(both), sum(both))
