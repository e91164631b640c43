"""`hamsaya read`: reads a report's text and prints what it finds, storing nothing."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from hamsaya.cli.command import Command, Result
from hamsaya.cli.show_text import progress
from hamsaya.core.errors import Refused

MOST_BYTES = 20_000_000


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="text files in English, Persian or Urdu")
    parser.add_argument("--explain", action="store_true", help="say which rule made each finding")


def run(args: Namespace) -> Result:
    """Read each file."""
    from hamsaya.reading import explain, read, to_json  # large tables, which no other command needs

    readings = [
        read(read_text(path), path.name) for path in progress(paths(args.files), len(args.files), "reading", "file")
    ]
    if args.explain:
        lines = [line for reading in readings for line in explain(reading)]
    else:
        lines = [line for reading in readings for line in summary(to_json(reading))]
    return Result({"docs": [to_json(reading) for reading in readings]}, lines)


def paths(names: Sequence[str]) -> list[Path]:
    """Return the files; Refused for the first that is not there."""
    found = [Path(name) for name in names]
    for path in found:
        if not path.is_file():
            raise Refused("path.missing", path=path)
    return found


def read_text(path: Path) -> str:
    """Return a text file's content, whatever its encoding; Refused where it is none."""
    from charset_normalizer import from_bytes

    if path.stat().st_size > MOST_BYTES:
        raise Refused("report.too-large", path=path, limit=MOST_BYTES)
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None or "\x00" in str(best):
        raise Refused("report.no-text", path=path)
    return str(best)


def summary(doc: dict[str, object]) -> list[str]:
    """Return how many of each were found in one file, and the words of each promise."""
    counts = {name: len(found) for name, found in doc.items() if isinstance(found, list) and found}
    lines = [f"{doc['file']}: {doc['language']}, " + ", ".join(f"{count} {name}" for name, count in counts.items())]
    drafts = doc["commitments"] if isinstance(doc["commitments"], list) else []
    return lines + [f"  {draft['modality']}: {draft['text']}" for draft in drafts]


COMMAND = Command(
    name="read",
    does="read reports and print what is found, storing nothing",
    text=(
        "Suggestions only: a person decides what becomes a record. Each finding stands with the exact words it "
        "came from."
    ),
    examples=(
        ("hamsaya read briefing.txt", "what is promised, said, denied and asked for"),
        ("hamsaya read briefing.txt --explain", "and by which rule each was found"),
        ("hamsaya read *.txt --json", "everything, with offsets"),
    ),
    run=run,
    arguments=arguments,
)
