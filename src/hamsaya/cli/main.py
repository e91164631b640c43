"""The entry of the command line: reads arguments, runs one command, and turns what happened into an exit code."""

import os
import sys
import textwrap
import traceback
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from hamsaya import __version__
from hamsaya.cli.command import BROKEN, EXIT_CODES, INTERRUPTED, OK, Command, exit_code
from hamsaya.cli.commands import COMMANDS
from hamsaya.cli.show_text import print_error, print_result
from hamsaya.core.errors import Broken, HamsayaError
from hamsaya.core.text import LANGUAGES

WIDTH = 100
ABOUT = (
    "Hamsaya is 'neighbour' in Persian and in Urdu. Two neighbouring states run one border-cooperation mechanism "
    "on it: each its own node, each its own signed log."
)


def build_parser() -> ArgumentParser:
    """Return the parser of all commands."""
    parser = ArgumentParser(
        "hamsaya",
        description=textwrap.fill(ABOUT, WIDTH),
        epilog=_epilog(),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hamsaya {__version__}")
    groups = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        add_parser(groups.add_parser(
            command.name, help=command.does, description=describe(command), formatter_class=RawDescriptionHelpFormatter,
        ), command)  # fmt: skip
    return parser


def add_parser(parser: ArgumentParser, command: Command) -> None:
    """Add a command's arguments, and those that every command takes."""
    if command.arguments:
        command.arguments(parser)
    every = parser.add_argument_group("for every command")
    every.add_argument(
        "--home", metavar="DIR", help="the node's folder (default: HAMSAYA_HOME, or the user's data folder)"
    )
    every.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    every.add_argument("--lang", choices=LANGUAGES, default=_language(), help="language of what is refused")
    parser.set_defaults(run=command.run)


def describe(command: Command) -> str:
    """Return a command's help: what it does, at length, and examples."""
    examples = "\n".join(f"  {line}\n      {what}" for line, what in command.examples)
    text = textwrap.fill(command.text, WIDTH)
    return f"{command.does[0].upper()}{command.does[1:]}.\n\n{text}\n\nexamples:\n{examples}"


def _epilog() -> str:
    codes = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items())
    return f"exit codes:\n{codes}\n\nhamsaya COMMAND --help explains each command with examples."


def _language() -> str:
    wanted = (os.environ.get("HAMSAYA_LANG") or os.environ.get("LANG") or "en")[:2]
    return wanted if wanted in LANGUAGES else "en"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. Never ends in a traceback."""
    args = build_parser().parse_args(argv)
    try:
        return run(args)
    except HamsayaError as error:
        print_error(error, args.lang, as_json=args.json)
        return exit_code(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # whoever read us has gone: nothing more to say or to flush
        return OK
    except Exception as error:  # noqa: BLE001 -- the last door: a person gets a sentence, the trace goes to a file
        print_error(_unforeseen(error), args.lang, as_json=args.json)
        return BROKEN


def run(args: Namespace) -> int:
    """Run the command that the arguments name, and print what it found."""
    result = args.run(args)
    print_result(result, as_json=args.json)
    code: int = result.code
    return code


def _unforeseen(error: Exception) -> Broken:
    """Return an unforeseen error in words: trouble of the disk or the database has its own."""
    if isinstance(error, OSError):
        return Broken("disk.failed", reason=error.strerror or type(error).__name__, path=error.filename or "")
    if type(error).__module__.startswith(("django.db", "psycopg", "sqlite3")):
        return Broken("database.failed", reason=str(error).splitlines()[0] if str(error) else type(error).__name__)
    if os.environ.get("HAMSAYA_DEBUG"):
        traceback.print_exception(error)
    return Broken("defect", reason=f"{type(error).__name__}: {error}", path=_keep_trace(error))


def _keep_trace(error: Exception) -> str:
    home = os.environ.get("HAMSAYA_HOME")
    path = Path(home or ".") / "hamsaya-defect.txt"
    try:
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return "-"
    return str(path)


if __name__ == "__main__":
    sys.exit(main())
