"""What a command of the command line is, and what the process says when it ends."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hamsaya.core.errors import Broken, HamsayaError, Refused, Untrusted

OK, REFUSED, USAGE, UNTRUSTED, BROKEN, NOT_FOUND, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 130

EXIT_CODES = {
    OK: "done",
    REFUSED: "a rule said no; nothing was changed",
    USAGE: "the command line was not understood",
    UNTRUSTED: "something from outside failed to verify",
    BROKEN: "something of the node's own does not hold: keys, disk, database or a defect",
    NOT_FOUND: "what was asked for is not here",
    UNREACHABLE: "the neighbour cannot be reached now",
    INTERRUPTED: "ended by Ctrl-C",
}
NOT_HERE = frozenset(
    {"record.missing", "officer.unknown", "kind.unknown", "file.not-here", "path.missing", "pending.missing"}
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a command found: `data` for programs (`--json`), `lines` for people."""

    data: Mapping[str, Any]
    lines: Iterable[str] = ()
    code: int = OK


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it does in a line and in full, examples, arguments, and the function that does it."""

    name: str
    does: str
    text: str
    examples: tuple[tuple[str, str], ...]
    run: Callable[[Namespace], Result]
    arguments: Callable[[ArgumentParser], object] | None = None


def exit_code(error: HamsayaError) -> int:
    """Return the exit code that stands for an error."""
    if error.code in NOT_HERE:
        return NOT_FOUND
    if isinstance(error, Refused):
        return REFUSED
    if isinstance(error, Untrusted):
        return UNTRUSTED
    return BROKEN if isinstance(error, Broken) else UNREACHABLE
