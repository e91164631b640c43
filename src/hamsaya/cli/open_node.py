"""How a command comes to the node: the home folder, Django set up over it, and the compact that is meant."""

import gc
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from hamsaya.core.errors import Refused


def add_compact(parser: ArgumentParser) -> None:
    """Add the option that says which compact is meant."""
    parser.add_argument("--compact", metavar="ID", help="which compact, where the node has several")


def set_home(args: Namespace) -> None:
    """Let the settings find the home that the command line names."""
    if args.home:
        os.environ["HAMSAYA_HOME"] = str(Path(args.home).expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamsaya.settings")
    os.environ.setdefault("HAMSAYA_LOG", "WARNING")


def open_node(args: Namespace, *, ready: bool = True) -> None:
    """Set Django up over the node's home; Refused where there is none, or where its database has not been made."""
    set_home(args)
    import django

    django.setup()
    from django.conf import settings

    if not (settings.HAMSAYA_HOME / "node.toml").exists():
        raise Refused("home.none", path=settings.HAMSAYA_HOME)
    if ready and not is_migrated():
        raise Refused("database.not-ready")


def is_migrated() -> bool:
    """Tell whether the database has every table that this version needs."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    """Bring the database to this version's tables."""
    if is_migrated():
        return  # Django's own round builds every model's past even where there is nothing to do
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    gc.collect()  # the models' past is large and all in cycles, and a node that starts keeps what it has loaded


def compact_of(args: Namespace) -> str:
    """Return the compact that is meant: the one named, or the only one there is."""
    from django.conf import settings

    here = [each.id for each in settings.HAMSAYA_NODE.compacts]
    named: str | None = args.compact
    if named is not None:
        if named not in here:
            raise Refused("compact.not-here", compact=named)
        return named
    if len(here) != 1:
        raise Refused("compact.which", choices=", ".join(here) or "-")
    return here[0]
