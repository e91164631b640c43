"""`hamsaya backup`: all of a node in one encrypted file, while it runs."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hamsaya import __version__
from hamsaya.cli.backup_file import Writer, read_passphrase
from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import open_node
from hamsaya.cli.show_text import progress


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="FILE", help="the file to write; it must not be there yet")
    parser.add_argument("--passphrase-file", metavar="FILE", help="read the passphrase here instead of asking for it")


def run(args: Namespace) -> Result:
    """Write the backup."""
    open_node(args)
    from django.conf import settings

    from hamsaya.node import dump
    from hamsaya.people.access_log import note

    for member in settings.HAMSAYA_NODE.compacts:
        note(member.id, "shell-backup", "operator", member.id)
    writer = Writer(Path(args.file), read_passphrase(args.passphrase_file, again=True))
    try:
        with dump.snapshot() as reader:
            made = _meta()
            writer.add("meta.json", json.dumps(made).encode())
            rows = _add_tables(writer, reader)
        for name, data in _files(settings.HAMSAYA_HOME):
            writer.add(name, data)
        size = writer.finish()
    except BaseException:
        writer.abandon()
        raise
    line = (
        f"{args.file}: {rows} chunks of rows, {size} bytes, encrypted. Try it: hamsaya restore {args.file} --home DIR"
    )
    return Result({"file": args.file, "bytes": size, "chunks": rows, **made}, [line])


def _meta() -> dict[str, Any]:
    from django.conf import settings

    compacts = [each.id for each in settings.HAMSAYA_NODE.compacts]
    return {"version": __version__, "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "compacts": compacts}


def _add_tables(writer: Writer, reader: Any) -> int:
    """Write every table of the snapshot, and the stored files that its rows name; return how many chunks."""
    from hamsaya.node import dump

    count = 0
    for table in progress(sorted(dump.tables()), len(dump.tables()), "backup", "table"):
        for number, chunk in enumerate(dump.read_chunks(reader, table)):
            writer.add(f"tables/{table}/{number:08}", chunk)
            count += 1
    return count


def _files(home: Path) -> Iterator[tuple[str, bytes]]:
    """Yield settings, keys, compacts, cards, and the contents that lie outside the database."""
    from django.core.files.storage import default_storage

    from hamsaya.node.models import Blob

    yield "node.toml", (home / "node.toml").read_bytes()
    for folder in ("keys", "compacts", "cards"):
        for path in sorted((home / folder).glob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield f"{folder}/{path.name}", path.read_bytes()
    for stored in Blob.objects.exclude(stored_as="").values_list("stored_as", flat=True).iterator():
        with default_storage.open(stored) as file:
            yield f"files/{stored}", file.read()


COMMAND = Command(
    name="backup",
    does="write all of the node into one encrypted file",
    text=(
        "Entries, files, officers, settings and keys, as they stand at one moment, while the node goes on "
        "working. The passphrase is all that protects it: keep it apart from the file. The root key belongs "
        "elsewhere anyway."
    ),
    examples=(
        ("hamsaya backup /media/usb/node.hamsaya-backup", "asks for a passphrase"),
        ("hamsaya backup nightly.hamsaya-backup --passphrase-file /run/secrets/backup", "for a timer"),
    ),
    run=run,
    arguments=arguments,
)
