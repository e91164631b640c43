"""One change of an entry is allowed: to the husk that names its leaf hash. What retention did, and corrections asked for."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER node_entry_no_update BEFORE UPDATE ON node_entry
WHEN NOT (NEW.compact_id = OLD.compact_id AND NEW.log_id = OLD.log_id AND NEW."index" = OLD."index"
  AND NEW.leaf = OLD.leaf AND NEW.stored = OLD.stored
  AND CAST(substr(NEW.data, 1, 70) AS TEXT) = '{"!":"' || lower(hex(OLD.leaf)))
BEGIN SELECT RAISE(ABORT, 'node_entry only grows'); END
"""
SQLITE_BEFORE = """
CREATE TRIGGER node_entry_no_update BEFORE UPDATE ON node_entry
BEGIN SELECT RAISE(ABORT, 'node_entry only grows'); END
"""
POSTGRESQL = """
CREATE TRIGGER node_entry_no_update BEFORE UPDATE ON node_entry FOR EACH ROW
WHEN (NOT (NEW.compact_id = OLD.compact_id AND NEW.log_id = OLD.log_id AND NEW."index" = OLD."index"
  AND NEW.leaf = OLD.leaf AND NEW.stored = OLD.stored
  AND substring(NEW.data FROM 1 FOR 70) = convert_to('{"!":"' || encode(OLD.leaf, 'hex'), 'UTF8')))
EXECUTE FUNCTION node_only_grows()
"""
POSTGRESQL_BEFORE = """
CREATE TRIGGER node_entry_no_update BEFORE UPDATE ON node_entry FOR EACH ROW EXECUTE FUNCTION node_only_grows()
"""


def _replace(schema_editor: BaseDatabaseSchemaEditor, sqlite: str, postgresql: str) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(f"DROP TRIGGER node_entry_no_update{'' if is_sqlite else ' ON node_entry'}")
    schema_editor.execute(sqlite if is_sqlite else postgresql, None)


def create(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let an entry become its husk."""
    _replace(schema_editor, SQLITE, POSTGRESQL)


def drop(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let an entry become nothing else again."""
    _replace(schema_editor, SQLITE_BEFORE, POSTGRESQL_BEFORE)


class Migration(migrations.Migration):
    """A trigger and a table."""

    dependencies = [("node", "0005_sealed_report")]
    operations = [
        migrations.RunPython(create, drop),
        migrations.CreateModel(
            name="Retention",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("counts", models.JSONField(default=dict)),
                ("audit", models.BigIntegerField()),
                ("compact", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="node.compact")),
            ],
            options={"indexes": [models.Index(fields=["compact", "-at"], name="retention_last")]},
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=32, unique=True)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField()),
                ("lang", models.CharField(max_length=2)),
                ("received", models.DateTimeField()),
                ("answered", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=8)),
                ("answer", models.JSONField(default=dict)),
                ("post", models.CharField(blank=True, max_length=63)),
                ("compact", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="node.compact")),
            ],
            options={
                "indexes": [models.Index(fields=["compact", "answered", "received"], name="correction_open")],
            },
        ),
    ]
