"""The database itself refuses to change or remove what was signed."""

from pathlib import Path

import pytest
from django.db import Error, connection, transaction
from tests.node.world import NOW, join_compact, letter

from hamsaya.node import ledger, sql
from hamsaya.node.models import Checkpoint, Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", [Entry, Checkpoint])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET compact_id = compact_id",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "TRUNCATE {table}",
    ],
)
def test_what_was_signed_stays(home: Path, table: type[Entry | Checkpoint], statement: str) -> None:
    if ("REPLACE" in statement) != sql.is_sqlite() and ("REPLACE" in statement or "TRUNCATE" in statement):
        pytest.skip("a statement of the other database")
    if "TRUNCATE" in statement and sql.is_sqlite():
        pytest.skip("a statement of the other database")
    compact = join_compact()
    ledger.append(compact, [letter()], post="d", now=NOW)
    name = table._meta.db_table
    before = list(table.objects.order_by("pk").values_list())
    with pytest.raises(Error, match=f"{name} only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=name))
    assert list(table.objects.order_by("pk").values_list()) == before
