"""`hamsaya publish`: writes the public part as plain files."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", metavar="DIR", help="an empty folder, or one published before")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Write the files."""
    open_node(args)
    from hamsaya.exchange.publish.site import Site, write
    from hamsaya.people.access_log import EXPORT, note_access
    from hamsaya.people.viewer import Viewer

    compact = compact_of(args)
    site = Site(compact, datetime.now(UTC).date())
    count = write(site, Path(args.folder))
    note_access(Viewer.operator(compact), EXPORT, f"publish {count}", ["OPEN"], "shell")
    promises = len(site.found.promises)
    return Result(
        {"files": count, "promises": promises, "path": args.folder},
        [f"{count} files, {promises} promises: {args.folder}"],
    )


COMMAND = Command(
    name="publish",
    does="write the public part as plain files",
    text=(
        "Only what both sides released is written: pages in three languages, data with a codebook, and a proof for "
        "every signature. The pages need no server program, no scripts and no sign-in. What is no longer released "
        "is taken away at the next run."
    ),
    examples=(("hamsaya publish /srv/public", "write or renew the public part"),),
    run=run,
    arguments=arguments,
)
