"""The search table: FTS5 on SQLite, tsvector on PostgreSQL, over text folded by `core.text`."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = ["CREATE VIRTUAL TABLE node_search USING fts5(words, tokenize = \"unicode61 remove_diacritics 0\")"]
POSTGRESQL = [
    "CREATE TABLE node_search (compact_id smallint, record_id bigint, words tsvector, PRIMARY KEY (compact_id, record_id))",
    "CREATE INDEX node_search_words ON node_search USING gin (words)",
]


def create(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, None)


def drop(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the table away."""
    schema_editor.execute("DROP TABLE node_search")


class Migration(migrations.Migration):
    """One table, made by plain SQL since Django has no word for either form."""

    dependencies = [("node", "0002_triggers")]
    operations = [migrations.RunPython(create, drop)]
