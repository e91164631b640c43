"""A node for measuring: a fresh home and database in a scratch folder, joined to the example compact."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


@contextmanager
def fresh_node(database: str = "sqlite") -> Iterator[Path]:
    """Set Django up on an empty node of party IR and yield its home; call once a process."""
    with tempfile.TemporaryDirectory(prefix="hamsaya-bench-") as folder:
        os.environ.update(
            HAMSAYA_HOME=folder,
            HAMSAYA_DATABASE=database,
            DJANGO_SETTINGS_MODULE="hamsaya.settings",
            HAMSAYA_LOG="ERROR",
        )
        import django

        django.setup()
        from django.core.management import call_command
        from tests.node.world import join_compact

        call_command("migrate", verbosity=0)
        join_compact()
        from hamsaya.node.collector import settle

        settle()
        yield Path(folder)
        from django.db import connections

        connections.close_all()
