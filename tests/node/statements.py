"""The statements that reach the database, on either of them, whatever asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from hamsaya.node import sql


@contextmanager
def statements() -> Iterator[list[str]]:
    """Yield a list that fills with each statement that is executed."""
    found: list[str] = []
    connection.ensure_connection()
    if sql.is_sqlite():
        connection.connection.set_trace_callback(found.append)
        try:
            yield found
        finally:
            connection.connection.set_trace_callback(None)
        return

    def note(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        found.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        yield found
