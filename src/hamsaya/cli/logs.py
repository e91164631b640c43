"""`hamsaya logs`: writes both logs as plain files, in the form that mirrors and checkers read."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.show_text import progress
from hamsaya.core.note import encode_vkey
from hamsaya.core.tile import WIDTH, TileRef, encode_bundle, tile_width

if TYPE_CHECKING:
    from hamsaya.node.head import Head


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", metavar="DIR", help="where to write; what stands there already is only added to")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Write both shared logs, as far as they are signed."""
    open_node(args)
    from hamsaya.exchange.peer.shelf import shared_heads
    from hamsaya.people.access_log import EXPORT, note_access
    from hamsaya.people.viewer import Viewer

    compact, folder = compact_of(args), Path(args.folder)
    note_access(Viewer.operator(compact), EXPORT, f"logs {compact}", ["DESK"], "shell")
    found = {head.party: write_log(head, folder / head.party) for head in shared_heads(compact) if head.note}
    lines = [f"{folder / party}: {size} entries" for party, size in found.items()]
    return Result({"folder": str(folder), "logs": found}, [*lines, f"Check them with: hamsaya verify {folder}"])


def write_log(head: "Head", folder: Path) -> int:
    """Write one log in the layout of C2SP tlog-tiles; the checkpoint last, so that a reader never sees too little."""
    from hamsaya.exchange.peer import shelf
    from hamsaya.node.trust import key_history

    size = shelf.size_of(head.note)
    for ref in progress(tuple(refs(size)), None, head.origin, "file"):
        path = folder / ref.path()
        if path.exists():
            continue
        if ref.level is None:
            entries = shelf.read_bundle(head, ref)
            write(path, encode_bundle(entries or ()))
        else:
            write(path, shelf.read_tile(head, ref) or b"")
    keys = key_history(head).all_keys
    write(folder / "vkeys", "".join(f"{encode_vkey(key)}\n" for key in keys).encode())
    write(folder / "checkpoint", shelf.cosigned_note(head))
    return size


def refs(size: int) -> list[TileRef]:
    """Return every file of a log of that size: entry bundles, then tiles level by level."""
    found = [TileRef(None, at, min(WIDTH, size - at * WIDTH)) for at in range(-(-size // WIDTH))]
    level = 0
    while tile_width(level, 0, size):
        span = WIDTH ** (level + 1)
        widths = ((at, tile_width(level, at, size)) for at in range(-(-size // span)))
        found += [TileRef(level, at, width) for at, width in widths if width]
        level += 1
    return found


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


COMMAND = Command(
    name="logs",
    does="write both logs as plain files",
    text=(
        "The folder has the layout of C2SP tlog-tiles: any web server can serve it, any checker of such logs can "
        "read it. It holds every entry, also those that are not open: treat it as the database itself."
    ),
    examples=(
        ("hamsaya logs mirror/", "write both logs"),
        ("hamsaya logs mirror/ && hamsaya verify mirror/", "write and check them"),
    ),
    run=run,
    arguments=arguments,
)
