"""Plain SQL on either database: one spelling of statements, rows as tuples, many rows at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction

if TYPE_CHECKING:
    import psycopg

Row = tuple[Any, ...]
COPY_FROM = 64
"""From so many rows on, PostgreSQL takes them by COPY."""
COUNT_FROM = 1024
STEPS = (512, 64)
"""So many rows SQLite takes in one statement: one call for all of them, in which other threads run."""

Blob = bytearray
"""What is bound many times: of plain bytes, the sqlite3 module asks each time whether they adapt to something else."""


@cache
def is_sqlite() -> bool:
    """Tell which database this node runs on; that does not change while it runs."""
    return connection.vendor == "sqlite"


def truth() -> Callable[[bool], Any]:
    """Return what makes a truth value ready to be bound: SQLite's own is a number."""
    return int if is_sqlite() else bool


@cache
def _qmarks(statement: str) -> str:
    return statement.replace("%s", "?")


def run(statement: str, values: Sequence[Any] = ()) -> Any:
    """Execute one statement (placeholders `%s`) and return the cursor."""
    if is_sqlite():
        database = connections[DEFAULT_DB_ALIAS]
        if database.connection is None:
            database.ensure_connection()
        return database.connection.execute(_qmarks(statement), values)
    cursor = connection.cursor()
    cursor.execute(statement, values)
    return cursor


def one(statement: str, values: Sequence[Any] = ()) -> Row | None:
    """Return the first row, or None."""
    found: Row | None = run(statement, values).fetchone()
    return found


def rows(statement: str, values: Sequence[Any] = ()) -> list[Row]:
    """Return all rows."""
    found: list[Row] = run(statement, values).fetchall()
    return found


def run_many(statement: str, many: Iterable[Row]) -> None:
    """Execute one statement for each row of values."""
    if is_sqlite():
        connection.connection.executemany(_qmarks(statement), many)
    else:
        connection.cursor().executemany(statement, list(many))


def insert(table: str, columns: str, many: Sequence[Row]) -> None:
    """Insert rows; `columns` are the names between commas, in the order of the values."""
    if not many:
        return
    if is_sqlite():
        _insert_in_steps(table, columns, many)
        return
    if len(many) < COPY_FROM:
        run(_insertion(table, columns, len(many[0]), len(many)), tuple(chain.from_iterable(many)))
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in many:
            copy.write_row(row)


def _insert_in_steps(table: str, columns: str, many: Sequence[Row]) -> None:
    at, width = 0, len(many[0])
    for step in STEPS:
        while len(many) - at >= step:
            run(_insertion(table, columns, width, step), tuple(chain.from_iterable(many[at : at + step])))
            at += step
    statement = _insertion(table, columns, width)
    for row in many[at:]:
        run(statement, row)


@cache
def _insertion(table: str, columns: str, width: int, count: int = 1) -> str:
    row = f"({', '.join(['%s'] * width)})"
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608 -- our own names


def select_in(
    statement: str, before: Sequence[Any], wanted: Sequence[Any], after: Sequence[Any] = (), step: int = 500
) -> Iterator[Row]:
    """Yield the rows of a statement with one `IN ({})`, asked for so many values at a time.

    `before`, `after`: what is bound before and behind these values.
    """
    for at in range(0, len(wanted), step):
        part = wanted[at : at + step]
        yield from rows(statement.format(", ".join(["%s"] * len(part))), (*before, *part, *after))


def new_ids(table: str, count: int) -> list[int]:
    """Return so many free ids of a table; the caller holds the write lock."""
    if is_sqlite():
        found = one(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 -- our own names
        first = (found or (0,))[0] + 1
        return list(range(first, first + count))
    return [row[0] for row in rows(f"SELECT nextval('{table}_ids') FROM generate_series(1, {count})")]  # noqa: S608


def overwrite_deleted(*, on: bool) -> None:
    """Let SQLite overwrite what is deleted with zeros, or no longer; PostgreSQL frees it by its own vacuum."""
    if is_sqlite():
        run(f"PRAGMA secure_delete = {'ON' if on else 'OFF'}")


def settle() -> None:
    """Write SQLite's journal back into its file and empty it, as far as no reader holds it; PostgreSQL has a vacuum."""
    if is_sqlite() and not connection.in_atomic_block:
        run("PRAGMA wal_checkpoint(TRUNCATE)")


def count_again(table: str, before: int, after: int) -> None:
    """Let PostgreSQL count again what its plans rest on, each time that a log has doubled.

    `before`, `after`: the log's size. Autovacuum does so too, but a minute late, and not where it is switched off:
    on tables that it takes for empty, PostgreSQL sorts a whole list to show its first page.
    """
    if not is_sqlite() and after >= COUNT_FROM and after.bit_length() > before.bit_length():
        run(f"ANALYZE {table}")


def own_session() -> "psycopg.Connection[Any]":
    """Return a session of PostgreSQL outside the pool, for what a session holds: a lock, a subscription."""
    import psycopg  # slow to import, and no use on SQLite

    with connection.wrap_database_errors:
        return psycopg.connect(**connection.get_connection_params(), autocommit=True)


def failures() -> tuple[type[Exception], ...]:
    """Return what the database raises where it cannot be reached: Django's own, and the driver's in such a session."""
    if is_sqlite():
        return (Error,)
    import psycopg  # slow to import, and no use on SQLite

    return (Error, psycopg.Error)


@contextmanager
def writing() -> Iterator[None]:
    """Hold one durable transaction; on SQLite the write lock is taken at once."""
    with connection.wrap_database_errors, transaction.atomic():
        yield
