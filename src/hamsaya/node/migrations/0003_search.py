"""What Django has no word for: the search table, numbers for records, and tables that are one tree on SQLite.

Search is FTS5 on SQLite and tsvector on PostgreSQL, over text folded by `core.text`.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = ["CREATE VIRTUAL TABLE node_search USING fts5(words, tokenize = \"unicode61 remove_diacritics 0\")"]
POSTGRESQL = [
    "CREATE SEQUENCE node_record_ids",
    "CREATE TABLE node_search (compact_id smallint, record_id bigint, words tsvector, PRIMARY KEY (compact_id, record_id))",
    "CREATE INDEX node_search_words ON node_search USING gin (words)",
]


ONE_TREE = ("node_checkpoint", "node_recordact", "node_recordref", "node_reactor")


def plant(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make tables again WITHOUT ROWID: each row is then written once, in its key's order."""
    with schema_editor.connection.cursor() as cursor:
        for table in ONE_TREE:
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type = 'table' DESC", [table])
            made, *others = [row[0] for row in cursor.fetchall()]
            cursor.execute(f"DROP TABLE {table}")
            for statement in (f"{made} WITHOUT ROWID", *others):
                cursor.execute(statement, None)


def create(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make them."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, None)
    if schema_editor.connection.vendor == "sqlite":
        plant(schema_editor)


def drop(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the search table and the numbers away."""
    schema_editor.execute("DROP TABLE node_search")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP SEQUENCE node_record_ids")


class Migration(migrations.Migration):
    """Plain SQL."""

    dependencies = [("node", "0002_triggers")]
    operations = [migrations.RunPython(create, drop)]
