"""Entries and checkpoints only grow, for the database itself refuses; on PostgreSQL, a change of a log is told."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("node_entry", "node_checkpoint")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""

FUNCTION = """
CREATE FUNCTION node_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""

POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION node_only_grows()
"""


TELL = """
CREATE FUNCTION node_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('hamsaya', ''); RETURN NULL; END $$
"""

TELLING = """
CREATE TRIGGER node_log_tell AFTER UPDATE OF changes ON node_log
FOR EACH STATEMENT EXECUTE FUNCTION node_tell()
"""


def statements(vendor: str) -> list[str]:
    """Return the statements that make the triggers on that database."""
    if vendor == "sqlite":
        return [SQLITE.format(table=table, verb=verb) for table in TABLES for verb in ("update", "delete")]
    return [FUNCTION, TELL, TELLING] + [
        POSTGRESQL.format(table=table, verb=verb, each=each)
        for table in TABLES
        for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
    ]


def create(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, None)


def drop(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    vendor = schema_editor.connection.vendor
    verbs = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    for table in TABLES:
        for verb in verbs:
            on = "" if vendor == "sqlite" else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER node_log_tell ON node_log")
        schema_editor.execute("DROP FUNCTION node_tell()")
        schema_editor.execute("DROP FUNCTION node_only_grows()")


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("node", "0001_tables")]
    operations = [migrations.RunPython(create, drop)]
