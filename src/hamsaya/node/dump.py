"""A node's rows as plain chunks and back: the same on both databases, so that a backup of one restores to the other.

What can be computed anew (records, their acts and references, the search index) and what should not outlive a restore
(sign-ins, counted guesses) is left out.
"""
# ruff: noqa: SLF001 -- `_meta` is Django's documented way to ask a model about its table

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from hamsaya.core.errors import Refused
from hamsaya.node import sql

APPS = ("people", "otp_totp", "otp_static", "node", "intake")
LEFT_OUT = frozenset({"node_record", "node_recordact", "node_recordref"})
CHUNK = 1000

Rows = list[tuple[Any, ...]]


def tables() -> dict[str, type[models.Model]]:
    """Return the models that a backup holds, by the names of their tables."""
    found = [model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return {model._meta.db_table: model for model in found if model._meta.db_table not in LEFT_OUT}


@contextmanager
def snapshot() -> Iterator[Any]:
    """Give a connection of its own that sees one state of the database, and keeps nobody from writing."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            yield reader
        return
    made = connection.get_new_connection(connection.get_connection_params())
    with closing(made) as reader:
        reader.autocommit = False
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield reader


def read_chunks(reader: Any, table: str) -> Iterator[bytes]:
    """Yield a table's rows, a thousand at a time, as MessagePack."""
    model = tables()[table]
    columns = [field.column for field in model._meta.local_concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'SELECT {names} FROM "{table}"'  # noqa: S608 -- names of our own models
    cursor = reader.cursor() if connection.vendor == "sqlite" else reader.cursor(name="hamsaya_backup")
    with closing(cursor):
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield msgspec.msgpack.encode([[_plain(value) for value in row] for row in rows])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, memoryview):
        return bytes(value)
    return json.dumps(value) if isinstance(value, dict | list) else value


def write_chunk(table: str, chunk: bytes) -> int:
    """Store a chunk's rows; return how many. Raises Refused for a table or a shape that this version does not know."""
    model = tables().get(table)
    if model is None:
        raise Refused("backup.table", table=table)
    fields = model._meta.local_concrete_fields
    try:
        rows = msgspec.msgpack.decode(chunk, type=list[list[Any]])
    except msgspec.DecodeError as error:
        raise Refused("backup.damaged") from error
    if any(len(row) != len(fields) for row in rows):
        raise Refused("backup.table", table=table)
    flags = [isinstance(field, models.BooleanField) for field in fields]
    ready = [
        tuple(bool(value) if flag and value is not None else value for value, flag in zip(row, flags, strict=True))
        for row in rows
    ]
    sql.insert(table, ", ".join(f'"{field.column}"' for field in fields), ready)
    return len(ready)


@contextmanager
def loading() -> Iterator[None]:
    """Load into an empty database, all of it or nothing; afterwards new rows get new numbers."""
    with transaction.atomic():
        if any(model._default_manager.exists() for model in tables().values()):
            raise Refused("restore.not-empty")
        yield
        sql.run("UPDATE node_log SET projected = 0 WHERE sort = 'shared'")
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables().values())):
            sql.run(statement)
