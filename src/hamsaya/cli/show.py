"""`hamsaya show`: one record, its state and its history act by act."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec

from hamsaya.cli.command import Command, Result
from hamsaya.cli.list_records import row_data
from hamsaya.cli.open_node import add_compact, compact_of, open_node

if TYPE_CHECKING:
    from hamsaya.node.queries import ActView


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID", help="the record's id, such as IR/k3x7q2mz4a")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Show the record."""
    open_node(args)
    from hamsaya.node import queries
    from hamsaya.people.access_log import VIEW, note_access
    from hamsaya.people.viewer import Viewer

    compact = compact_of(args)
    viewer = Viewer.operator(compact)
    view = queries.record(viewer, compact, args.id)
    acts = queries.history(viewer, compact, args.id)
    note_access(viewer, VIEW, args.id, [view.row.audience], "shell")
    state = msgspec.to_builtins(view.state)
    covered = queries.coverage(viewer, compact, args.id)
    data = {**row_data(view.row, args.lang), "state": state, "refs": view.refs, "back": view.back}
    data |= {"signed_by_both": covered.in_force, "acts": [asdict(each) for each in acts]}
    lines = [f"{name}: {value}" for name, value in row_data(view.row, args.lang).items() if value]
    lines += ["", "state"] + _state(state) + ["", "history"] + [line for each in acts for line in _act(each)]
    return Result(data, lines)


def _state(state: Any) -> list[str]:
    if not isinstance(state, dict):
        return ["  (a kind that this version does not know)"]
    return [f"  {name}: {value}" for name, value in state.items() if value not in (None, "", [], {})]


def _act(act: "ActView") -> list[str]:
    receipt = (
        f"received by the other side {act.receipt:%Y-%m-%d %H:%M} UTC" if act.receipt else "not yet received there"
    )
    effect = "" if act.had_effect else "; changed nothing"
    return [
        f"  {act.at} {act.party} {act.act} by {act.post}{effect}",
        f"      entry {act.index} of {act.origin}; {receipt}",
    ]


COMMAND = Command(
    name="show",
    does="show one record and its history",
    text=(
        "Each act stands with its place in its party's log and when the other side signed for it. Nothing is left "
        "out: an act that changed nothing is shown as such."
    ),
    examples=(
        ("hamsaya show IR/k3x7q2mz4a", "the record in words"),
        ("hamsaya show IR/k3x7q2mz4a --json", "the same for a program, with every act's body"),
    ),
    run=run,
    arguments=arguments,
)
