"""Which acts are published with their proofs: those that say what the page says, and no other act on the record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hamsaya.core import agreement
from hamsaya.core.entry import RECORD
from hamsaya.core.kinds import digest_of
from hamsaya.node import sql
from hamsaya.node.fold import values
from hamsaya.node.models import Record
from hamsaya.records.commitment import TEXT

Entry = tuple[str, int]
"""Party and index."""
SAYS: Mapping[str, frozenset[str]] = {
    "market": frozenset({"name", "status"}),
    "crossing": frozenset({"announce", "update"}),
    "hazard": frozenset({"warn"}),
    "sitting": frozenset({"call", "hold"}),
    "statement": frozenset({"enter"}),
    "principle": frozenset({"enter"}),
    "project": frozenset({"enter"}),
    "event": frozenset({"enter"}),
    "visit": frozenset({"enter"}),
}
"""Acts that hold only what a released record of the kind tells; the latest of each name is published."""
OUTWARD = frozenset({"OPEN", "GOV"})


def entries_of(rows: Sequence[Record], commitments: Mapping[str, Any]) -> dict[str, tuple[Entry, ...]]:
    """Return by record the entries whose proofs are published; of commitments, those that signed the text in force."""
    found: dict[str, dict[object, Entry]] = {}
    shown = {row.record for row in rows}
    by_id = {row.pk: row for row in rows if row.name == "commitment" or row.name in SAYS}
    for pk, party, index, data in _acts(rows[0].compact_id if rows else 0, list(by_id)):
        row, value = by_id[pk], values(data)
        key = _signs(commitments[row.record], value, party) if row.record in commitments else _says(row, value, party)
        outward = value["audience"] in OUTWARD | {row.audience} and _named(value["body"]) <= shown
        if key is not None and outward:
            kept = found.setdefault(row.record, {})
            kept.setdefault(key, (party, index)) if row.record in commitments else kept.update({key: (party, index)})
    return {record: tuple(sorted(kept.values())) for record, kept in found.items()}


def entries_of_line(row: Record, digest: str) -> tuple[Entry, ...]:
    """Return the acts by which both sides signed the line of a claim."""
    found: dict[str, Entry] = {}
    for _, party, index, data in _acts(row.compact_id, [row.pk]):
        value = values(data)
        proposed = value["act"] == "propose" and digest_of({"words": value["body"]["words"]}) == digest
        if proposed or (value["act"] == "sign" and value["body"]["digest"] == digest):
            found.setdefault(party, (party, index))
    return tuple(sorted(found.values()))


def _acts(compact_id: int, ids: Sequence[int]) -> Iterable[tuple[int, str, int, bytes]]:
    statement = (
        'SELECT a.record_id, l.party, e."index", e.data FROM node_recordact a JOIN node_entry e'
        ' ON e.compact_id = a.compact_id AND e.log_id = a.log_id AND e."index" = a."index"'
        " JOIN node_log l ON l.id = a.log_id WHERE a.compact_id = %s AND a.record_id IN ({})"
    )
    rows = sql.select_in(statement, (compact_id,), ids)
    return sorted((pk, party, index, bytes(data)) for pk, party, index, data in rows)


def _signs(state: Any, value: Mapping[str, Any], party: str) -> object:
    """Return the party where the act puts forward or adopts the text that both signed."""
    in_force, body = agreement.in_force(state), value["body"]
    if in_force is None:
        return None
    if value["act"] == "adopt":
        return party if body.get("digest") == in_force else None
    if value["act"] == "propose":
        return party if digest_of({name: body[name] for name in TEXT if name in body}) == in_force else None
    return None


def _named(value: Any) -> set[str]:
    """Return the records that a body names: an act that points to what is not released stays in."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return {each for part in value for each in _named(part)}
    return {value} if isinstance(value, str) and RECORD.fullmatch(value) else set()


def _says(row: Record, value: Mapping[str, Any], party: str) -> object:
    return value["act"] if party == row.owner and value["act"] in SAYS[row.name] else None
