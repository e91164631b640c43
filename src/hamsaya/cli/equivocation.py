"""`hamsaya equivocation`: what was kept as evidence against a log, and the proof that it has two histories."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hamsaya.cli.command import UNTRUSTED, Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.show_text import table
from hamsaya.core.errors import Refused

FORK = "log.fork"


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--write", metavar="DIR", help="write what is kept into this folder, one file each")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """List the evidence; exit code 3 where a log is proven to have two histories."""
    open_node(args)
    from hamsaya.node.models import Evidence

    compact = compact_of(args)
    kept = list(Evidence.objects.filter(compact__name=compact).order_by("at", "pk"))
    rows: list[dict[str, Any]] = [
        {
            "number": each.pk,
            "at": datetime.fromtimestamp(each.at, UTC).strftime("%Y-%m-%d %H:%M"),
            "what": each.code,
            "via": each.via,
            "bytes": len(each.data),
        }
        for each in kept
    ]
    forked = any(each.code == FORK for each in kept)
    if args.write:
        write(
            [(f"{each.pk}.{'equivocation' if each.code == FORK else 'evidence'}", bytes(each.data)) for each in kept],
            args.write,
        )
    last = "A log has signed two histories: nothing more is taken from it. Show the proof to whoever asks."
    lines = [*table(rows, ("number", "at", "what", "via", "bytes")), *([last] if forked else [])]
    code = UNTRUSTED if forked else 0
    return Result(
        {"forked": forked, "evidence": rows}, lines if rows else ["Nothing is kept: no log was found to differ."], code
    )


def write(files: list[tuple[str, bytes]], folder: str) -> None:
    """Write the files into a folder that need not be there yet."""
    where = Path(folder)
    if where.exists() and not where.is_dir():
        raise Refused("path.no-folder", path=where)
    where.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        (where / name).write_bytes(data)


COMMAND = Command(
    name="equivocation",
    does="list evidence against a log, and the proof of two histories",
    text=(
        "What came from the neighbour and failed to verify is kept. Where two signed checkpoints of one log "
        "contradict each other, the log is frozen and the proof is a small file that convinces anyone who has the "
        "log's key."
    ),
    examples=(
        ("hamsaya equivocation", "list what is kept (exit code 3 where a log has two histories)"),
        ("hamsaya equivocation --write evidence/", "write it to files"),
        ("hamsaya verify evidence/7.equivocation --key PK.vkey", "check a proof, here or anywhere"),
    ),
    run=run,
    arguments=arguments,
)
