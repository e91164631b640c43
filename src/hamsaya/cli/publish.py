"""`hamsaya publish`: writes the public part as plain files."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.show_text import progress


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", metavar="DIR", help="an empty folder, or one published before")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Write the files."""
    open_node(args)
    from hamsaya.exchange.publish.folder import write
    from hamsaya.exchange.publish.site import Site
    from hamsaya.people.access_log import EXPORT, note_access
    from hamsaya.people.viewer import Viewer

    compact = compact_of(args)
    site = Site(compact, datetime.now(UTC))
    paths = list(site.paths())
    count = write(site, Path(args.folder), progress(paths, len(paths), args.folder, "file"))
    note_access(Viewer.operator(compact), EXPORT, f"publish {count}", ["OPEN"], "shell")
    promises = len(site.found.promises)
    return Result(
        {"files": count, "promises": promises, "path": args.folder},
        [f"{args.folder}: files: {count}, promises: {promises}."],
    )


COMMAND = Command(
    name="publish",
    does="write the public part as plain files",
    text=(
        "Only what both sides released is written: pages in three languages, data with a codebook, and a proof for "
        "every signature. The pages need no server program, no scripts and no sign-in. DIR is a link to a folder "
        "beside it that is written whole and then put in place, so that half a site is never served; what did not "
        "change is kept, and what is no longer released is taken away."
    ),
    examples=(("hamsaya publish /srv/public", "write or renew the public part"),),
    run=run,
    arguments=arguments,
)
