"""`hamsaya rotate-key`: hands our log over to a new key; one officer asks, another confirms."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from getpass import getpass

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.core.errors import Refused


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--officer", metavar="NAME", help="who asks or confirms; password and code are asked for")
    parser.add_argument("--reason", metavar="WORDS", default="", help="why the key is changed")
    parser.add_argument("--confirm", type=int, metavar="NUMBER", help="confirm what another officer asked for")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Ask, confirm, or list what waits."""
    open_node(args)
    compact = compact_of(args)
    if not args.officer:
        return waiting(compact)
    from hamsaya.node.rotate import ACTION
    from hamsaya.people.models import Pending
    from hamsaya.people.second import ask, confirm
    from hamsaya.people.shell import sign_in_at_shell

    now = datetime.now(UTC)
    officer, viewer = sign_in_at_shell(args.officer, *read_secrets(), compact, now)
    if args.confirm is None:
        pending = ask(viewer, officer, ACTION, {"compact": compact}, reason=args.reason, now=now)
        lines = [
            f"Asked for as number {pending.pk}.",
            f"Another head or administrator confirms: --confirm {pending.pk}",
        ]
        return Result({"pending": pending.pk, "digest": pending.digest}, lines)
    asked = Pending.objects.filter(pk=args.confirm, compact=compact, action=ACTION).first()
    if asked is None:
        raise Refused("pending.missing", number=args.confirm)
    confirm(viewer, officer, asked.pk, asked.digest, now)
    return Result(
        {"rotated": compact}, ["The log is handed over to a new key; the neighbour learns it with the next entries."]
    )


def waiting(compact: str) -> Result:
    """Return what waits for a second officer."""
    from hamsaya.node.rotate import ACTION
    from hamsaya.people.models import Pending

    found = Pending.objects.filter(compact=compact, action=ACTION, state=Pending.ASKED)
    rows = [{"number": each.pk, "asked_by": each.asked_post, "reason": each.reason} for each in found]
    lines = [f"{row['number']}: asked by {row['asked_by']}: {row['reason']}" for row in rows]
    return Result({"pending": rows}, lines or ["Nothing waits. Ask with --officer NAME --reason WORDS."])


def read_secrets() -> tuple[str, str]:
    """Return password and code: typed unseen at a terminal, or the first two lines of standard input."""
    if sys.stdin.isatty():
        return getpass("Password: "), getpass("Code from the phone: ")
    typed = [*sys.stdin.read().splitlines(), "", ""]
    return typed[0], typed[1]


COMMAND = Command(
    name="rotate-key",
    does="hand our log over to a new node key, by two officers",
    text=(
        "The old key and the new one both sign the handover, in our own log, where the neighbour sees it. A "
        "stolen key is another matter: it is revoked with the root key (docs/operate). One officer asks and "
        "another confirms; both are heads or administrators."
    ),
    examples=(
        ("hamsaya rotate-key --officer s.karimi --reason 'yearly change'", "ask"),
        ("hamsaya rotate-key --officer m.rahimi --confirm 3", "another officer confirms"),
        ("hamsaya rotate-key", "list what waits"),
    ),
    run=run,
    arguments=arguments,
)
