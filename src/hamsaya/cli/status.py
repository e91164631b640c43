"""`hamsaya status`: how the node, its logs and the link stand."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from hamsaya import __version__
from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Look at every compact, or at the one that is named."""
    open_node(args)
    from django.conf import settings

    names = [compact_of(args)] if args.compact else [each.id for each in settings.HAMSAYA_NODE.compacts]
    found = [look(name) for name in names]
    lines = [f"hamsaya {__version__} at {settings.HAMSAYA_HOME}"]
    lines += [line for each in found for line in say(each)]
    return Result({"version": __version__, "home": str(settings.HAMSAYA_HOME), "compacts": found}, lines)


def look(compact: str) -> dict[str, Any]:
    """Return what is to be said of one compact."""
    from hamsaya.node import queries
    from hamsaya.people.viewer import Viewer

    viewer, now = Viewer.operator(compact), datetime.now(UTC)
    row, agreed = queries.compact_of(viewer, compact)
    return {
        "compact": compact,
        "name": agreed.name["en"],
        "party": row.party,
        "neighbour": row.neighbour,
        "link": asdict(queries.link_state(viewer, compact, now)),
        "logs": [asdict(log) for log in queries.logs(viewer, compact)],
        "needs_us": queries.needs_count(viewer, compact),
        "waits_for_them": queries.needs_count(viewer, compact, queries.THEM),
        "digest": queries.state_digest(viewer, compact),
    }


def say(found: dict[str, Any]) -> list[str]:
    """Return the same as lines."""
    link = found["link"]
    received = f"last receipt {link['last_receipt']:%Y-%m-%d %H:%M} UTC" if link["last_receipt"] else "no receipt yet"
    lines = [
        "",
        f"{found['compact']}: {found['name']}",
        f"  we are {found['party']}; the neighbour is {found['neighbour']}",
        f"  link {link['state']}: {link['unsent']} entries not yet received there; {received}",
    ]
    for log in found["logs"]:
        state = f"frozen: {log['frozen']}" if log["frozen"] else "to be reconciled" if log["reconcile"] else "in order"
        lines.append(
            f"  log {log['origin']}: {log['size']} entries, {log['signed']} signed, {log['covered']} cosigned, {state}"
        )
    lines.append(f"  needs us: {found['needs_us']}; waits for them: {found['waits_for_them']}")
    lines.append(f"  state digest {found['digest']}")
    return lines


COMMAND = Command(
    name="status",
    does="say how the node, its logs and the link stand",
    text=(
        "The state digest is computed over all records: both nodes print the same one when both hold the same "
        "entries. 'cosigned' is how much of a log the other side has acknowledged with its own signature."
    ),
    examples=(
        ("hamsaya status", "everything at a glance"),
        ("hamsaya status --json", "for monitoring"),
    ),
    run=run,
    arguments=arguments,
)
