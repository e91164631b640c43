"""`hamsaya act`: makes an act and signs it into our log."""

import json
import mimetypes
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.core.errors import Refused
from hamsaya.core.kinds import Act, Kind, Mark, kind_named

if TYPE_CHECKING:
    from hamsaya.node.ledger import Draft


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", metavar="KIND", help="what kind of record: incident, commitment …")
    parser.add_argument("act", nargs="?", metavar="ACT", help="which act; without it the kind's acts are explained")
    parser.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=VALUE",
        help="name=text, or name:=JSON for all else",
    )
    parser.add_argument("--record", metavar="ID", help="the record the act is about; a new one without it")
    parser.add_argument("--body", metavar="FILE", help="the whole body as a JSON file; - for standard input")
    parser.add_argument("--post", metavar="OFFICE", help="the post that signs: an office of our side in the compact")
    parser.add_argument("--audience", help="OPEN, GOV, AREA or DESK; the kind's own without it")
    parser.add_argument("--use", help="U0, U1, U2 or U3")
    parser.add_argument("--file", action="append", default=[], metavar="PATH", help="a file that goes with the act")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Explain the kind's acts, or make one."""
    open_node(args)
    kind = kind_named(args.kind)
    if kind is None:
        raise Refused("kind.unknown", kind=args.kind)
    return make(args, kind) if args.act else explain(kind)


def explain(kind: Kind[Any]) -> Result:
    """Return the acts of a kind and their fields."""
    acts: list[type[Act]] = [*(each for each in kind.acts if not each.hidden), Mark]
    data = {
        each.name(): {
            name: {"type": type(field).__name__, "optional": field.optional} for name, field in each.fields.items()
        }
        for each in acts
    }
    lines = []
    for each in acts:
        who = {"owner": "the record's own side", "other": "the other side"}.get(each.by, "either side")
        lines.append(f"{each.name()}: by {who}" + ("; opens the record" if each.opens else ""))
        lines += [
            f"    {name} ({type(field).__name__}{', optional' if field.optional else ''})"
            for name, field in each.fields.items()
        ]
    return Result({"kind": kind.wire, "acts": data}, lines)


def make(args: Namespace, kind: Kind[Any]) -> Result:
    """Sign the act into our log, and write in the private log that it was made at the shell."""
    from hamsaya.node import ledger, withdraw
    from hamsaya.people.access_log import note

    compact = compact_of(args)
    if kind.act(args.act) is None:
        raise Refused("act.unknown", act=args.act, kind=kind.wire)
    check_hand(args, compact)
    draft, notes = _draft(args, kind, compact)
    note(compact, "shell-act", "operator", draft.record, f"{kind.name} {args.act} as {args.post}")
    now = datetime.now(UTC)
    (written,) = ledger.append(compact, [draft], post=args.post, now=now)
    if kind.name == "withdrawal":
        withdraw.carry_out(compact, now)
    place = {"record": written.record, "index": written.index, "leaf": written.leaf, "size": written.size}
    line = f"{written.record}: {args.act}, signed as {args.post}; entry {written.index} of our log"
    return Result(place, [line, *notes])


def check_hand(args: Namespace, compact: str) -> None:
    """Refuse a post that is not ours."""
    from django.conf import settings

    from hamsaya.core.compact import load_compact

    party = settings.HAMSAYA_NODE.membership(compact).party
    offices = load_compact(settings.HAMSAYA_NODE.compact_source(compact)).offices
    if args.post not in {office.id for office in offices if office.party == party}:
        raise Refused("post.unknown", post=args.post or "-", compact=compact)


def _draft(args: Namespace, kind: Kind[Any], compact: str) -> "tuple[Draft, list[str]]":
    from hamsaya.node.ledger import Draft, NewFile, new_record

    files, notes = [], []
    for name in args.file:
        media = mimetypes.guess_type(name)[0] or "application/octet-stream"
        data, note = cleaned(read_file(Path(name)), media, name, args.lang)
        files.append(NewFile(data, media))
        notes.append(note)
    record = args.record or new_record(compact)
    return Draft(kind.wire, args.act, record, read_body(args), args.audience, args.use, tuple(files)), notes


def cleaned(data: bytes, media: str, name: str, lang: str) -> tuple[bytes, str]:
    """Return a file as it goes out, without data on where and by whom it was made, and what the sender is told."""
    from hamsaya.node.clean import clean, told

    found = clean(data, media)
    return (found.data if found else data), told(found.removed if found else None, name, lang)


def read_file(path: Path) -> bytes:
    """Return a file's bytes, or raise Refused."""
    if not path.is_file():
        raise Refused("path.missing", path=path)
    return path.read_bytes()


def read_body(args: Namespace) -> dict[str, Any]:
    """Return the act's body: the JSON file, then each NAME=VALUE over it."""
    body: dict[str, Any] = {}
    if args.body:
        body = _json(read_file(Path("/dev/stdin" if args.body == "-" else args.body)).decode("utf-8", "replace"))
        if not isinstance(body, dict):
            raise Refused("act.body")
    for each in args.set:
        name, found, value = each.partition("=")
        if not found or not name:
            raise Refused("act.value", value=each)
        body[name.removesuffix(":")] = _json(value) if name.endswith(":") else value
    return body


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Refused("act.json", value=text[:60]) from error


COMMAND = Command(
    name="act",
    does="make an act and sign it into our log",
    text=(
        "With a kind alone it explains that kind's acts and fields. What is signed cannot be taken back, only "
        'answered by another act. The same rules hold as on the pages; acts that take two officers are made there '
        'alone.'
    ),
    examples=(
        ("hamsaya act incident", "which acts an incident has, and their fields"),
        (
            ("hamsaya act link-test test --post ir-duty-officer --set desk=zahedan counter:=1 desk_state=staffed"
            " sent=2026-11-22T05:00:00Z"),
            "a link test",
        ),
        ("hamsaya act incident report --post ir-duty-officer --body incident.json --file map.png", "from a file"),
        ("hamsaya act incident acknowledge --record PK/k3x7q2mz4a --post ir-duty-officer", "acknowledge one"),
    ),
    run=run,
    arguments=arguments,
)  # fmt: skip
