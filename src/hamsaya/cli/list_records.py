"""`hamsaya list`: records of a kind, or of all kinds."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.show_text import table
from hamsaya.core.errors import Refused

if TYPE_CHECKING:
    from hamsaya.node.models import Record

COLUMNS = ("record", "kind", "status", "urgency", "due", "audience", "changed", "title")


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", nargs="?", metavar="KIND", help="incident, commitment, report …; all kinds without it")
    parser.add_argument("--status", help="only in this status")
    parser.add_argument("--area", help="only of this area of cooperation")
    parser.add_argument("--owner", metavar="PARTY", help="only of this party")
    parser.add_argument("--needs", choices=("us", "them"), help="only what waits for us, or for them")
    parser.add_argument("--search", metavar="WORDS", help="only where all these words occur, in any spelling")
    parser.add_argument("--order", default="changed", help="changed, opened, due, urgency, title or record")
    parser.add_argument("--page", type=int, default=1, help="which page of fifty")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """List one page."""
    open_node(args)
    from hamsaya.core.kinds import all_kinds, kind_named
    from hamsaya.node import queries
    from hamsaya.node.fold import ERASED, UNKNOWN
    from hamsaya.people.access_log import SEARCH, VIEW, note_access
    from hamsaya.people.viewer import Viewer

    compact = compact_of(args)
    if args.kind and kind_named(args.kind) is None:
        raise Refused("kind.unknown", kind=args.kind)
    kinds = [kind for kind in all_kinds() if args.kind in (None, kind.name)]
    known = {status for kind in kinds for status in kind.statuses} | {ERASED, UNKNOWN}
    if args.status is not None and args.status not in known:
        raise Refused("list.status", status=args.status, known=", ".join(sorted(known)))
    viewer = Viewer.operator(compact)
    page = queries.records(
        viewer, compact, kind=args.kind, status=args.status, area=args.area, owner=args.owner, needs=args.needs,
        text=args.search, order=args.order, page=args.page,
    )  # fmt: skip
    what = args.search or args.kind or "all"
    note_access(viewer, SEARCH if args.search else VIEW, f"list {what}", {row.audience for row in page.rows}, "shell")
    rows = [row_data(row, args.lang) for row in page.rows]
    last = f"{page.total} records" + (f"; page {page.page}, more with --page {page.page + 1}" if page.more else "")
    return Result(
        {"records": rows, "total": page.total, "page": page.page, "more": page.more}, [*table(rows, COLUMNS), last]
    )


def row_data(row: "Record", lang: str) -> dict[str, Any]:
    """Return a record's line."""
    titles = {"en": row.title_en, "fa": row.title_fa, "ur": row.title_ur}
    return {
        "record": row.record,
        "kind": row.name,
        "owner": row.owner,
        "status": row.status,
        "urgency": row.urgency or None,
        "due": row.due or None,
        "area": row.area or None,
        "place": row.place or None,
        "audience": row.audience,
        "use": row.use,
        "changed": row.changed,
        "title": titles[lang] or next((title for title in titles.values() if title), ""),
    }


COMMAND = Command(
    name="list",
    does="list records",
    text=(
        "The shell sees every mark, as the node's own administrator; what is marked DESK or above is written in "
        "the access log."
    ),
    examples=(
        ("hamsaya list", "the records that changed last"),
        ("hamsaya list commitment --status adopted --order due", "what both have signed, by date"),
        ("hamsaya list --needs us --order urgency", "what waits for us, the most urgent first"),
        ("hamsaya list incident --search میرجاوه --json", "search folds the spellings of Persian and Urdu"),
    ),
    run=run,
    arguments=arguments,
)
