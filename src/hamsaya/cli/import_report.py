"""`hamsaya import`: takes report files in, to be listed and quoted; records are made of them by people alone."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamsaya.cli.command import OK, REFUSED, Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.show_text import progress, table
from hamsaya.core.errors import Refused

if TYPE_CHECKING:
    from hamsaya.intake.door import Outcome
    from hamsaya.intake.models import Source

COLUMNS = ("source", "name", "language", "dated", "sentences", "drafts", "bytes")


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="files or folders: text, Markdown, HTML, PDF, Word, RSS, Atom, e-mail"
    )
    parser.add_argument(
        "--quote", nargs=2, metavar=("SOURCE", "NUMBER"), help="print a sentence of a report that is here"
    )
    parser.add_argument("--outlet", default="", help="who published them")
    parser.add_argument("--published", default="", metavar="YYYY-MM-DD", help="when, where the files do not say so")
    parser.add_argument(
        "--spans-only", action="store_true", help="keep only the quoted words: the licence forbids the rest"
    )
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Store the files, list them, or quote one."""
    open_node(args)
    compact = compact_of(args)
    if args.quote:
        return say_sentence(compact, *args.quote)
    return list_sources(compact) if not args.files else take(args, compact)


def list_sources(compact: str) -> Result:
    """Return the reports that are here."""
    from hamsaya.intake.source import sources

    rows = [_row(source) for source in sources(compact)]
    return Result({"sources": rows}, table(rows, COLUMNS))


def take(args: Namespace, compact: str) -> Result:
    """Store the files; one line tells what became of each."""
    from hamsaya.intake.door import import_paths
    from hamsaya.people.access_log import note

    files = [Path(name) for name in args.files]
    for path in files:
        if not path.exists():
            raise Refused("path.missing", path=path)

    def bar(paths: Iterable[Path], total: int) -> Iterable[Path]:
        return progress(paths, total, "import", "file")

    outcomes = list(import_paths(_brought(compact), files, about=_about(args), progress=bar))
    stored = [each.source.digest[:12] for each in outcomes if each.source is not None]
    note(compact, "shell-import", "operator", ", ".join(stored)[:200])
    rows = [_told(each) for each in outcomes]
    code = REFUSED if any(each.error is not None for each in outcomes) else OK
    return Result({"files": rows}, [each.line(args.lang) for each in outcomes], code)


def _brought(compact: str) -> Any:
    from hamsaya.intake.door import brought
    from hamsaya.node import queries
    from hamsaya.people.viewer import Viewer

    _, agreed = queries.compact_of(Viewer.operator(compact), compact)
    return brought(agreed, "operator", datetime.now(UTC))


def _about(args: Namespace) -> Any:
    from hamsaya.intake.source import About

    return About(outlet=args.outlet, published=args.published, spans_only=args.spans_only)


def say_sentence(compact: str, digest: str, number: str) -> Result:
    """Return one sentence of a report, with where it stands."""
    from hamsaya.intake.source import quote, source_named

    if not number.isdigit():
        raise Refused("source.no-sentence", number=number, count=0)
    source = source_named(compact, digest)
    words = quote(source, int(number))
    return Result({"source": source.digest, "sentence": int(number), "text": words}, [words])


def _told(outcome: "Outcome") -> dict[str, Any]:
    row = _row(outcome.source) if outcome.source is not None else {}
    code = outcome.error.code if outcome.error is not None else None
    return {
        **row,
        "name": outcome.name,
        "state": outcome.state,
        "error": code,
        "notes": [list(n) for n in outcome.notes],
    }


def _row(source: "Source") -> dict[str, Any]:
    return {
        "source": source.digest[:12],
        "digest": source.digest,
        "name": source.name,
        "language": source.language,
        "dated": source.published or None,
        "sentences": len(source.sentences),
        "drafts": source.drafts.count(),
        "bytes": source.bytes,
    }


COMMAND = Command(
    name="import",
    does="take report files in, to be reviewed and quoted",
    text=(
        "Each file is stored once, by its digest, and stays on this node. What was found in it waits on the review\n"
        "page; what becomes a record is decided by a person, who sees the exact words. A file that cannot be read is\n"
        "named with the reason, and the others go on; the exit code is then 1."
    ),
    examples=(
        ("hamsaya import reports/*.txt", "take files in"),
        ("hamsaya import reports/ --outlet 'Example Gazette'", "a folder, with who published it"),
        ("hamsaya import", "list what is here"),
        ("hamsaya import --quote 3fa9c1 12", "print the twelfth sentence of one of them"),
    ),
    run=run,
    arguments=arguments,
)
