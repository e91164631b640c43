"""`hamsaya rebuild`: folds all records anew from the logs."""

from argparse import ArgumentParser, Namespace

from hamsaya.cli.command import BROKEN, OK, Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--check", action="store_true", help="compare only: the records stay as they were")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Rebuild, and compare the digests before and after."""
    open_node(args)
    from django.db import transaction

    from hamsaya.node.projector import rebuild
    from hamsaya.people.access_log import note

    compact = compact_of(args)
    with transaction.atomic():
        before, after = rebuild(compact)
        if args.check:
            transaction.set_rollback(True)
    note(compact, "shell-rebuild", "operator", compact, "check" if args.check else "")
    same = before == after
    line = (
        f"{compact}: records and logs agree: {after}" if same else f"{compact}: records said {before}, logs say {after}"
    )
    if not same:
        line += "; run hamsaya rebuild" if args.check else "; the records are now as the logs say"
    return Result({"same": same, "before": before, "after": after}, [line], OK if same or not args.check else BROKEN)


COMMAND = Command(
    name="rebuild",
    does="fold all records anew from the logs",
    text=("Records are computed from the logs and can be thrown away. Alarms, mail and feeds do not fire again."),
    examples=(
        ("hamsaya rebuild --check", "tell whether the records are what the logs say (exit code 4 where not)"),
        ("hamsaya rebuild", "make them so"),
    ),
    run=run,
    arguments=arguments,
)
