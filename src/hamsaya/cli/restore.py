"""`hamsaya restore`: makes a node anew from a backup; it signs nothing before it is reconciled with the neighbour."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hamsaya.cli.backup_file import read_members, read_passphrase
from hamsaya.cli.command import Command, Result
from hamsaya.cli.home_file import write_home
from hamsaya.cli.open_node import migrate, set_home
from hamsaya.core.checkpoint import open_checkpoint
from hamsaya.core.errors import Broken, Refused
from hamsaya.core.merkle import Frontier

STEP = 4096


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument("--passphrase-file", metavar="FILE", help="read the passphrase here instead of asking for it")
    parser.add_argument("--database", metavar="URL", help="restore into another database than the backup was made of")


def run(args: Namespace) -> Result:
    """Restore into an empty folder and an empty database."""
    path = Path(args.file)
    if not path.is_file():
        raise Refused("path.missing", path=path)
    if not args.home:
        raise Refused("restore.home")
    home = Path(args.home).absolute()
    if home.exists() and any(home.iterdir()):
        raise Refused("restore.not-empty")
    passphrase = read_passphrase(args.passphrase_file, again=False)
    with read_members(path, passphrase) as members:
        write_files(members, home)
    set_home(args)
    settle(home, args.database)
    with read_members(path, passphrase) as members:
        load(members)
    sizes = finish()
    lines = [f"{origin}: {size} entries, whole and signed" for origin, size in sizes.items()]
    lines.append(
        "Nothing is signed before the neighbour has been asked what it holds of our log: hamsaya serve does so."
    )
    return Result({"home": str(home), "logs": sizes}, lines)


def write_files(members: Iterator[tuple[str, bytes]], home: Path) -> None:
    """Write settings, keys, compacts, cards and stored files; every name has been checked by the reader."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in members:
        if name.startswith("tables/") or name == "meta.json":
            continue
        path = home / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(data)


def settle(home: Path, database: str | None) -> None:
    """Set Django up over the restored home, and make its tables."""
    from hamsaya.node.home import read_home

    if database:
        write_home(replace(read_home(home), database=database))
    import django

    django.setup()
    migrate()


def load(members: Iterator[tuple[str, bytes]]) -> None:
    """Load the rows, all of them or none."""
    from hamsaya.node import dump

    with dump.loading():
        for name, data in members:
            if name.startswith("tables/"):
                dump.write_chunk(name.split("/")[1], data)


def finish() -> dict[str, int]:
    """Check every log against its signed checkpoint, fold the records, and forbid signing until reconciled."""
    from django.conf import settings

    from hamsaya.node.head import read_heads
    from hamsaya.node.projector import project_all
    from hamsaya.node.restore import mark_restored

    sizes = {}
    for member in settings.HAMSAYA_NODE.compacts:
        for head in read_heads(member.id):
            check(head)
            sizes[head.origin] = head.size
        project_all(member.id)
        mark_restored(member.id)
    return sizes


def check(head: "object") -> None:
    """Raise Broken unless the log's entries have the root that stands in its row, and its checkpoint is signed."""
    from hamsaya.core.keys import VerifyKey
    from hamsaya.node.head import Head, read_head, read_leaves
    from hamsaya.node.models import SHARED
    from hamsaya.node.trust import key_history

    assert isinstance(head, Head)  # noqa: S101 -- for the type checker; Django's classes load late
    frontier = Frontier()
    for start in range(0, head.size, STEP):
        frontier = frontier.extend(read_leaves(head, start, min(start + STEP, head.size)))
    if frontier.root() != head.frontier.root():
        raise Broken("restore.root", origin=head.origin)
    if head.note and head.sort == SHARED:
        open_checkpoint(head.note, key_history(head).all_keys)
    elif head.note:
        ours = key_history(read_head(head.compact, head.party, SHARED)).all_keys
        open_checkpoint(head.note, [VerifyKey(head.origin, key.raw) for key in ours])


COMMAND = Command(
    name="restore",
    does="make a node anew from a backup",
    text=(
        "Into an empty folder (--home) and an empty database, of either sort. Every log is checked against its "
        "signed checkpoint. A restored node may have forgotten what it signed last, so it signs nothing until the "
        "neighbour, who mirrors our log, has been asked: 'hamsaya serve' does that as soon as the link is up."
    ),
    examples=(
        ("hamsaya restore node.hamsaya-backup --home /srv/hamsaya", "make the node anew"),
        ("hamsaya restore node.hamsaya-backup --home /tmp/try --passphrase-file p", "the rehearsal"),
        (
            "hamsaya restore node.hamsaya-backup --home /srv/h --database postgresql://hamsaya@localhost/hamsaya",
            "move to PostgreSQL",
        ),
    ),
    run=run,
    arguments=arguments,
)
