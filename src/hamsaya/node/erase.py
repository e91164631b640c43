"""Destroying a record's content: entries become husks, texts and files lose salt, bytes and key, the index forgets.

Hash, kind, marks and times stay, and with them every proof of the log. The database allows exactly this change of an
entry and no other. Whoever keeps words of records elsewhere (intake) registers to be told.
"""

from collections.abc import Callable, Iterable, Sequence

from django.core.files.storage import default_storage

from hamsaya.core.husk import HEAD, is_husk, make_husk
from hamsaya.core.kinds import kind_of
from hamsaya.node import sql, tally
from hamsaya.node.fold import FileRef, Folded, decode_state, owner_of, position, read_wire
from hamsaya.node.head import Head, read_head, read_heads, write_head
from hamsaya.node.models import SHARED, Record
from hamsaya.node.projector import Records
from hamsaya.people.models import Pending, PendingFile

Told = Callable[[str, Sequence[str]], None]
_told: list[Told] = []


def register(told: Told) -> None:
    """Have a function told of each compact and the records whose content is being destroyed, in the transaction."""
    if told not in _told:
        _told.append(told)


def standing(compact_id: int) -> list[str]:
    """Return the records that a standing withdrawal names and of which some entry still says something here."""
    statement = (
        "SELECT DISTINCT t.record FROM node_record w JOIN node_recordref f ON f.compact_id = w.compact_id"
        " AND f.record_id = w.id JOIN node_record t ON t.compact_id = f.compact_id AND t.record = f.ref"
        " JOIN node_recordact a ON a.compact_id = t.compact_id AND a.record_id = t.id"
        ' JOIN node_entry e ON e.compact_id = a.compact_id AND e.log_id = a.log_id AND e."index" = a."index"'
        " WHERE w.compact_id = %s AND w.name = 'withdrawal' AND w.status IN ('asked', 'confirmed')"
        " AND t.owner = w.owner AND substr(e.data, 1, %s) <> %s"
    )
    return [row[0] for row in sql.rows(statement, (compact_id, len(HEAD), HEAD))]


def erase(compact: str, records: Sequence[str], now: int) -> int:
    """Destroy the content of records, of both logs; return how many entries became husks. Again changes nothing.

    `now`: seconds since 1970, kept with the files destroyed.
    """
    sql.overwrite_deleted(on=True)
    try:
        with sql.writing():
            head = read_head(compact, read_heads(compact)[0].ours, SHARED, lock=True)
            gone: list[str] = []
            changed = sum(_erase_one(head, record, now, gone) for record in records)
            if changed:
                asked = Pending.objects.filter(compact=compact, payload__record__in=list(records))
                PendingFile.objects.filter(pending__in=asked).delete()
                asked.update(payload={})
                for told in _told:
                    told(compact, records)
                _forget_words()
                write_head(head)
    finally:
        sql.overwrite_deleted(on=False)
    for stored_as in gone:
        default_storage.delete(stored_as)
    if changed:
        sql.settle()
    return changed


def empty(compact_id: int, entries: Iterable[tuple[int, int, bytes]]) -> None:
    """Let entries, each as (log, index, bytes), become their husks; the caller holds the transaction."""
    statement = 'UPDATE node_entry SET data = %s WHERE compact_id = %s AND log_id = %s AND "index" = %s'
    sql.run_many(statement, [(make_husk(data), compact_id, log, index) for log, index, data in entries])


def _entries(compact_id: int, record: str) -> list[sql.Row]:
    statement = (
        'SELECT a.record_id, e.log_id, l.party, e."index", e.leaf, e.stored, e.data FROM node_record r'
        " JOIN node_recordact a ON a.compact_id = r.compact_id AND a.record_id = r.id"
        ' JOIN node_entry e ON e.compact_id = a.compact_id AND e.log_id = a.log_id AND e."index" = a."index"'
        ' JOIN node_log l ON l.id = e.log_id WHERE r.compact_id = %s AND r.record = %s ORDER BY e.log_id, e."index"'
    )
    return [(*row[:4], bytes(row[4]), row[5], bytes(row[6])) for row in sql.rows(statement, (compact_id, record))]


def _erase_one(head: Head, record: str, now: int, gone: list[str]) -> int:
    rows = _entries(head.compact_id, record)
    whole = [row for row in rows if not is_husk(row[6])]
    if not whole:
        return 0
    _count(head.compact_id, record, owner_of(record), whole)
    empty(head.compact_id, [(row[1], row[3], row[6]) for row in whole])
    files = [each for row in whole if (wire := read_wire(row[6])) for each in wire.files]
    gone += _destroy_files(head.compact_id, record, files, now)
    _fold_again(head, record, rows)
    return len(whole)


def _count(compact_id: int, record: str, owner: str, whole: Sequence[sql.Row]) -> None:
    """Keep what figures need of a record whose content goes, or of acts that came after it had gone."""
    row = Record.objects.get(compact_id=compact_id, record=record)
    state = decode_state(kind_of(row.kind), bytes(row.owner_state if row.state is None else row.state))
    if state is not None:
        tally.keep(row, state)
    else:
        tally.keep_late(row, [wire for each in whole if each[2] != owner and (wire := read_wire(each[6]))])


def _destroy_files(compact_id: int, record: str, files: Sequence[FileRef], now: int) -> list[str]:
    """Destroy salt, bytes and key of what no other record names; a file still under way will not be asked for."""
    stored = []
    for each in files:
        named = sql.one(
            "SELECT 1 FROM node_recordref f JOIN node_record r ON r.id = f.record_id WHERE f.compact_id = %s"
            " AND f.ref = %s AND r.record <> %s",
            (compact_id, f"file:{each.hash}", record),
        )
        held = sql.one("SELECT stored_as FROM node_blob WHERE compact_id = %s AND hash = %s", (compact_id, each.hash))
        if named is None and held is not None:
            sql.run(
                "UPDATE node_blob SET salt = NULL, data = NULL, key = NULL, stored_as = '', withdrawn = %s"
                " WHERE compact_id = %s AND hash = %s",
                (now, compact_id, each.hash),
            )
            stored += [held[0]] if held[0] else []
    return stored


def _fold_again(head: Head, record: str, rows: Sequence[sql.Row]) -> None:
    """Write the record's row as its husks add up to; what it pointed to and what is found of it go."""
    owner, pk = owner_of(record), rows[0][0]
    folded = Folded(record, owner, head.other(owner), pk)
    for _, log, party, index, leaf, stored, data in sorted(rows, key=lambda row: (row[2] != owner, row[3])):
        if wire := read_wire(make_husk(data)):
            folded.add(log, wire, position(wire, party, index, leaf, owner), stored)
    folded.is_new, folded.touched = False, []
    sql.run("DELETE FROM node_recordref WHERE compact_id = %s AND record_id = %s", (head.compact_id, pk))
    found = "rowid = %s" if sql.is_sqlite() else "record_id = %s"
    sql.run(f"DELETE FROM node_search WHERE {found}", (pk,))  # noqa: S608 -- our own names
    records = Records(head)
    records.found[record] = records.dirty[record] = folded
    records.write()


def _forget_words() -> None:
    """Let the search index drop the words of rows that left it: FTS5 keeps them until its parts are merged."""
    if sql.is_sqlite():
        sql.run("INSERT INTO node_search (node_search) VALUES ('optimize')")
