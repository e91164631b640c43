"""`hamsaya bag`: the exchange in files that a courier carries."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.core.errors import Refused

MEGABYTE = 1_000_000


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=("write", "read"), help="write one for the neighbour, or read theirs")
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="the file to write; or all volumes to read, in any order"
    )
    parser.add_argument("--volume", type=int, metavar="MB", help="write volumes of at most so many megabytes")
    parser.add_argument("--start", type=int, metavar="INDEX", help="first entry, where the neighbour says 'need from'")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Write or read a bag."""
    open_node(args)
    from hamsaya.people.access_log import note

    compact, files = compact_of(args), [Path(name) for name in args.files]
    note(compact, f"shell-bag-{args.what}", "operator", files[0].name)
    return write(args, compact, files) if args.what == "write" else read(compact, files)


def write(args: Namespace, compact: str, files: list[Path]) -> Result:
    """Write everything that the neighbour has no receipt for."""
    from hamsaya.exchange.bag import write_bag

    if len(files) != 1:
        raise Refused("bag.one-file")
    if files[0].exists():
        raise Refused("path.exists", path=files[0])
    size = args.volume * MEGABYTE if args.volume else None
    made = write_bag(compact, files[0], size, start=args.start)
    lines = [f"Bag {made.number}: entries {made.start} to {made.size}, {made.files} files", *map(str, made.paths)]
    return Result(asdict(made), lines)


def read(compact: str, files: list[Path]) -> Result:
    """Take in a bag; one that was read before changes nothing."""
    from hamsaya.exchange.bag import read_bag

    for path in files:
        if not path.is_file():
            raise Refused("path.missing", path=path)
    taken = read_bag(compact, files)
    lines = [f"Bag {taken.number}: {taken.stored} new entries, {taken.files} new files"]
    if taken.is_repeated:
        lines.append("All of it was here already.")
    if taken.receipt:
        lines.append(f"The neighbour has received {taken.receipt} entries of our log.")
    if not taken.is_chained:
        lines.append("A bag before this one has not been read here.")
    if taken.need_from is not None:
        lines.append(
            f"It starts too late. Ask for one from entry {taken.need_from}: hamsaya bag write --start {taken.need_from}"
        )
    return Result(asdict(taken), lines)


COMMAND = Command(
    name="bag",
    does="write or read the exchange as files for a courier",
    text=(
        "A bag holds all of our log that the neighbour has given no receipt for, with what proves it, encrypted "
        "to the neighbour. Reading verifies as the online door does; a bag lost, doubled or out of order does no "
        "harm. The receipt travels back in the neighbour's next bag."
    ),
    examples=(
        ("hamsaya bag write /media/usb/irpk.bag", "one file"),
        ("hamsaya bag write irpk.bag --volume 650", "in volumes for discs: irpk.001.bag, irpk.002.bag …"),
        ("hamsaya bag read /media/usb/*.bag", "take in what the courier brought"),
    ),
    run=run,
    arguments=arguments,
)
