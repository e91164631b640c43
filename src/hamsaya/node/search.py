"""Full-text search over folded text: FTS5 on SQLite, tsvector on PostgreSQL, one function each way.

The index follows the entries by a cursor of its own, so that writing an act does not wait for it; whoever searches
first brings it up to date. It holds only what is here to be read: a withdrawn text leaves it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from hamsaya.core.text import LANGUAGES, fold
from hamsaya.node import blob, sql
from hamsaya.node.fold import Folded, encode_state, values
from hamsaya.node.head import Head, read_head, read_heads
from hamsaya.node.models import SHARED
from hamsaya.node.projector import Records

NAME = "search"
BATCH = 2000
WORDS = re.compile(r"\w+")
MOST_WORDS = 12


def _cursor(head: Head) -> int:
    row = sql.one(
        "SELECT next FROM node_reactor WHERE compact_id = %s AND log_id = %s AND name = %s",
        (head.compact_id, head.id, NAME),
    )
    return row[0] if row else 0


def catch_up(compact: str, limit: int = BATCH) -> int:
    """Index the records that the next entries touched; return how many entries are left to look at."""
    left = 0
    for head in read_heads(compact):
        if head.sort == SHARED and _cursor(head) < head.projected:
            left += _catch_up(compact, head, limit)
    return left


def catch_up_all(compact: str) -> None:
    """Index whatever is not indexed yet, in batches."""
    while catch_up(compact):
        pass


def _catch_up(compact: str, head: Head, limit: int) -> int:
    with sql.writing():
        head = read_head(compact, head.party, SHARED, lock=True)
        start = _cursor(head)
        end = min(head.projected, start + limit)
        touched = (
            'SELECT DISTINCT record_id FROM node_recordact WHERE compact_id = %s AND log_id = %s AND "index" >= %s'
            ' AND "index" < %s'
        )
        _index(head, [row[0] for row in sql.rows(touched, (head.compact_id, head.id, start, end))])
        sql.run(
            "INSERT INTO node_reactor (compact_id, log_id, name, next) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (compact_id, log_id, name) DO UPDATE SET next = excluded.next",
            (head.compact_id, head.id, NAME, end),
        )
    sql.count_again("node_search", start, end)
    return head.projected - end


def reindex(compact: str, hashes: Iterable[str]) -> None:
    """Index again the records that name these files: a text arrived, or was withdrawn."""
    with sql.writing():
        head = next(head for head in read_heads(compact) if head.sort == SHARED)
        statement = "SELECT DISTINCT record_id FROM node_recordref WHERE compact_id = %s AND ref IN ({})"
        found = sql.select_in(statement, (head.compact_id,), [f"file:{each}" for each in hashes])
        _index(head, [row[0] for row in found])


def _index(head: Head, ids: list[int]) -> None:
    statement = "SELECT id, record FROM node_record WHERE compact_id = %s AND id IN ({})"
    names: dict[int, str] = dict(sql.select_in(statement, (head.compact_id,), ids))
    records = Records(head)
    records.load(names.values())
    found = {pk: records.found[record] for pk, record in names.items()}
    files = {pk: files_of(folded) for pk, folded in found.items()}
    texts = blob.texts(head.compact_id, sorted({each for hashes in files.values() for each in hashes}))
    many = [(pk, _words(folded, [texts.get(each, "") for each in files[pk]])) for pk, folded in found.items()]
    if not many:
        return
    if sql.is_sqlite():
        sql.run_many("DELETE FROM node_search WHERE rowid = %s", [(pk,) for pk, _ in many])
        sql.run_many("INSERT INTO node_search (rowid, words) VALUES (%s, %s)", many)
        return
    sql.run_many(
        "INSERT INTO node_search (compact_id, record_id, words) VALUES (%s, %s, to_tsvector('simple', %s))"
        " ON CONFLICT (compact_id, record_id) DO UPDATE SET words = excluded.words",
        [(head.compact_id, pk, words) for pk, words in many],
    )


def files_of(folded: Folded) -> list[str]:
    """Return the hashes of all texts of a record that lie outside the tree; most records have none."""
    state = encode_state(folded.state)
    return list(files_in(values(state))) if b'"file"' in state else []


def files_in(value: object) -> Iterator[str]:
    """Yield the hashes of all texts that lie outside the tree, anywhere in a state."""
    if isinstance(value, dict):
        if set(value) == {"lang", "file"}:
            yield str(value["file"])
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from files_in(each)


def _words(folded: Folded, texts: Iterable[str]) -> str:
    facets = folded.facets()
    parts = [folded.record, *(facets.title.get(lang, "") for lang in LANGUAGES), facets.text, *texts]
    return fold(" ".join(parts))


def matching(compact_id: int, text: str) -> tuple[str, list[Any]] | None:
    """Return the SQL that selects the ids of matching records, and its values; None where nothing can match.

    All words must occur; the last may be the beginning of one.
    """
    words = WORDS.findall(fold(text))[:MOST_WORDS]
    if not words:
        return None
    if sql.is_sqlite():
        query = " ".join(f'"{word}"' for word in words) + "*"
        return "SELECT rowid FROM node_search WHERE node_search MATCH %s", [query]
    query = " & ".join(f"'{word}'" for word in words) + ":*"
    statement = "SELECT record_id FROM node_search WHERE compact_id = %s AND words @@ to_tsquery('simple', %s)"
    return statement, [compact_id, query]
