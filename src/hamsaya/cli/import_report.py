"""`hamsaya import`: takes report files in, to be listed and quoted; records are made of them by people alone."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.read_report import paths, read_text
from hamsaya.cli.show_text import progress, table

if TYPE_CHECKING:
    from hamsaya.intake.models import Source

COLUMNS = ("source", "name", "language", "dated", "sentences", "bytes", "new")


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="text files; without any, list what is here")
    parser.add_argument(
        "--quote", nargs=2, metavar=("SOURCE", "NUMBER"), help="print a sentence of a report that is here"
    )
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Store the files, list them, or quote one."""
    open_node(args)
    from hamsaya.intake.source import sources
    from hamsaya.people.access_log import note

    compact = compact_of(args)
    if args.quote:
        return say_sentence(compact, *args.quote)
    if not args.files:
        rows = [_row(source, is_new=False) for source in sources(compact)]
        return Result({"sources": rows}, table(rows, COLUMNS[:-1]))
    files = paths(args.files)
    rows = [take(compact, path) for path in progress(files, len(files), "import", "file")]
    note(compact, "shell.import", "operator", ", ".join(row["source"][:12] for row in rows)[:200])
    return Result({"sources": rows}, table(rows, COLUMNS))


def take(compact: str, path: Path) -> dict[str, Any]:
    """Store one file."""
    from hamsaya.intake.source import store_source

    text = read_text(path)
    source, is_new = store_source(compact, path.name, path.read_bytes(), text, "operator", datetime.now(UTC))
    return _row(source, is_new=is_new)


def say_sentence(compact: str, digest: str, number: str) -> Result:
    """Return one sentence of a report, with where it stands."""
    from hamsaya.core.errors import Refused
    from hamsaya.intake.source import quote, source_named

    if not number.isdigit():
        raise Refused("source.no-sentence", number=number, count=0)
    source = source_named(compact, digest)
    words = quote(source, int(number))
    return Result({"source": source.digest, "sentence": int(number), "text": words}, [words])


def _row(source: "Source", *, is_new: bool) -> dict[str, Any]:
    return {
        "source": source.digest[:12],
        "digest": source.digest,
        "name": source.name,
        "language": source.language,
        "dated": source.dated or None,
        "sentences": len(source.sentences),
        "bytes": source.bytes,
        "new": "yes" if is_new else "no",
    }


COMMAND = Command(
    name="import",
    does="take report files in, to be listed and quoted",
    text=(
        "Each file is stored once, by its digest, and stays on this node. 'hamsaya read' says what is found in it; what\n"
        "becomes a record is decided by a person, who sees the exact words."
    ),
    examples=(
        ("hamsaya import reports/*.txt", "take files in"),
        ("hamsaya import", "list what is here"),
        ("hamsaya import --quote 3fa9c1 12", "print the twelfth sentence of one of them"),
    ),
    run=run,
    arguments=arguments,
)
