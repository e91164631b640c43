"""`hamsaya prove`: writes the proof that an entry stands in a log."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("party", metavar="PARTY", help="whose log")
    parser.add_argument("index", type=int, metavar="INDEX", help="which entry; 'hamsaya show' tells it")
    parser.add_argument("--output", "-o", metavar="FILE", help="where to write it (PARTY-INDEX.tlog-proof)")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Write the proof."""
    open_node(args)
    from hamsaya.core.note import encode_vkey
    from hamsaya.node import queries
    from hamsaya.node.head import read_head
    from hamsaya.node.models import SHARED
    from hamsaya.node.trust import key_history
    from hamsaya.people.access_log import EXPORT, note_access
    from hamsaya.people.viewer import Viewer

    compact = compact_of(args)
    viewer = Viewer.operator(compact)
    data = queries.proof(viewer, compact, args.party, args.index)
    note_access(viewer, EXPORT, f"proof {args.party} {args.index}", ["DESK"], "shell")
    path = Path(args.output or f"{args.party}-{args.index}.tlog-proof")
    path.write_bytes(data)
    current = key_history(read_head(compact, args.party, SHARED)).current
    key = encode_vkey(current) if current else "-"
    return Result(
        {"path": str(path), "key": key}, [f"{path} written. Check it with:", f"hamsaya verify {path} --key {key}"]
    )


COMMAND = Command(
    name="prove",
    does="write the proof that an entry stands in a log",
    text=(
        "The proof holds the entry, the path to the root and the signed checkpoint. Whoever has the log's key can "
        "check it without a node, with 'hamsaya verify' or with any tool that reads C2SP tlog-proof files."
    ),
    examples=(("hamsaya prove IR 41 -o letter.tlog-proof", "prove entry 41 of Iran's log"),),
    run=run,
    arguments=arguments,
)
