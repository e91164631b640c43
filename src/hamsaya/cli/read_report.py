"""`hamsaya read`: reads a report's text and prints what it finds, storing nothing."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from hamsaya.cli.command import OK, REFUSED, Command, Result
from hamsaya.cli.show_text import progress, says
from hamsaya.core.errors import Refused

MOST_BYTES = 5_000_000


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="text files in English, Persian or Urdu")
    parser.add_argument("--explain", action="store_true", help="say which rule made each finding")


def run(args: Namespace) -> Result:
    """Read each file."""
    from hamsaya.reading import explain, read, to_json  # large tables, which no other command needs

    docs: list[dict[str, Any]] = []
    lines: list[str] = []
    refused: list[Refused] = []
    for path in progress([Path(name) for name in args.files], len(args.files), "reading", "file"):
        try:
            reading = read(read_text(path), path.name)
        except Refused as no:
            refused.append(no)
            continue
        docs.append(to_json(reading))
        lines += explain(reading) if args.explain else summary(docs[-1])
    if refused and not docs:
        raise refused[0]
    lines += [says(no, args.lang) for no in refused]
    unread = [{"file": str(no.params["path"]), "code": no.code} for no in refused]
    return Result({"docs": docs, "unread": unread}, lines, REFUSED if unread else OK)


def read_text(path: Path) -> str:
    """Return a text file's content, whatever its encoding; Refused where it is none."""
    from charset_normalizer import from_bytes

    if not path.is_file():
        raise Refused("path.missing", path=path)
    if path.stat().st_size > MOST_BYTES:
        raise Refused("report.too-large", path=path, limit=MOST_BYTES)
    data = path.read_bytes()
    if not data.strip():
        raise Refused("report.no-text", path=path)
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
