"""The log pages: both logs side by side, one entry with its bytes, and its proof as a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import Position, kind_of
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label, say
from hamsaya.exchange.peer.keep import FORK
from hamsaya.node import queries
from hamsaya.node.models import Evidence
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import reader_for, show

LINES = 25


def logs(request: HttpRequest, compact: str) -> HttpResponse:
    """Show both logs: heads, receipts and the newest entries of each."""
    viewer, reader = viewer_for(request), reader_for(request)
    heads = [head for head in queries.logs(viewer, compact) if head.sort == "shared"]
    heads.sort(key=lambda head: head.party != reader.party.code)
    columns = []
    for head in heads:
        start = _start(request, head)
        lines = queries.entries(viewer, compact, head.party, start, LINES)
        receipts = queries.receipts(viewer, compact, head.party, start, start + LINES)
        columns.append({
            "head": head,
            "party": head.party,
            "other": reader.compact.other(head.party).code,
            "key": queries.node_key(viewer, compact, head.party) if head.frozen else "",
            "lines": lines,
            "receipts": receipts,
            "earlier": max(0, start - LINES) if start else None,
        })  # fmt: skip
    rows = tracks([(str(each["party"]), each["lines"], each["receipts"]) for each in columns], reader)
    digest = queries.state_digest(viewer, compact) if "digest" in request.GET else ""
    return show(
        request, "log", reader=reader, columns=columns, rows=rows, digest=digest,
        after=[head.projected for head in heads], **_evidence(viewer),
    )  # fmt: skip


def _evidence(viewer: Viewer) -> dict[str, Any]:
    """Return the proof of two histories, if there is one, and what else is kept for who may take it along."""
    kept = Evidence.objects.filter(compact__name=viewer.compact).order_by("-at")
    fork = kept.filter(code=FORK).last()
    return {
        "fork": fork and {"pk": fork.pk, "name": _evidence_name(fork)},
        "evidence": kept.exclude(code=FORK)[:20] if viewer.desk else [],
    }


def _evidence_name(found: Evidence) -> str:
    return f"{found.at}.{'equivocation' if found.code == FORK else 'evidence'}"


def _start(request: HttpRequest, head: Any) -> int:
    text = request.GET.get(f"from_{head.party}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else max(0, head.size - LINES)


@dataclass(frozen=True)
class Row:
    """One row of the two tracks: what stands in one party's column, at a time."""

    party: str
    at: datetime
    line: queries.EntryLine | None
    says: str
    receipt: queries.ReceiptLine | None


def tracks(columns: list[tuple[str, Any, Any]], reader: Reader) -> list[Row]:
    """Return entries and receipts of both logs as rows, the newest first."""
    rows = []
    for party, lines, receipts in columns:
        rows += [Row(party, line.stored, line, _short(line, reader), None) for line in lines]
        rows += [Row(party, each.at, None, "", each) for each in receipts]
    order = [party for party, *_ in columns]
    return sorted(rows, key=lambda row: (row.at, row.receipt is not None, -order.index(row.party), _place(row)))[::-1]


def _place(row: Row) -> int:
    return row.line.index if row.line else row.receipt.size if row.receipt else 0


def _short(line: queries.EntryLine, reader: Reader) -> str:
    """Return an entry in a few words: the act, and the record it is about."""
    if line.value is None:
        return reader.word("web.hidden")
    kind = kind_of(line.value["kind"])
    if kind is None or kind.act(line.value["act"]) is None:
        return f"{line.value['kind']} {line.value['act']}"
    title = reader.titled(line.title) if line.title else line.value["record"]
    return f"{act_label(kind, line.value['act'], reader)}: {title}"


def _says(value: Any, party: str, reader: Reader) -> str:
    if value is None:
        return reader.word("web.hidden")
    kind = kind_of(value["kind"])
    act = kind.act(value["act"]) if kind else None
    if kind is None or act is None:
        return f"{value['kind']} {value['act']}"
    at = Position(party, 0, "0" * 64, value["post"], value["at"], 0, value["record"].startswith(f"{party}/"))
    try:
        return say(kind, act(value["body"]), at, reader, value["record"].partition("/")[2])
    except (KeyError, TypeError, ValueError, AttributeError):
        # A body that does not hold is kept and shown by its bare names; the fold flagged it already.
        return f"{value['kind']} {value['act']}"


def entry(request: HttpRequest, compact: str, party: str, index: int) -> HttpResponse:
    """Show one entry with its bytes, its place and how to check it."""
    viewer, reader = viewer_for(request), reader_for(request)
    line = _line(viewer, compact, party, index)
    access_log.note_access(viewer, access_log.VIEW, f"{party}:{index}", [line.value["audience"]])
    text = msgspec.json.format(msgspec.json.encode(line.value, order="sorted"), indent=1).decode()
    head = next(head for head in queries.logs(viewer, compact) if head.party == party and head.sort == "shared")
    context = {"line": line, "head": head, "party": party, "says": _says(line.value, party, reader), "text": text}
    context["node_key"] = queries.node_key(viewer, compact, party)
    return show(request, "entry", reader=reader, **context)


def _line(viewer: Any, compact: str, party: str, index: int) -> Any:
    try:
        lines = queries.entries(viewer, compact, party, index, 1)
    except Refused:
        raise Http404 from None
    if not lines or lines[0].value is None:
        raise Http404
    return lines[0]


def proof(request: HttpRequest, compact: str, party: str, index: int) -> HttpResponse:
    """Hand out the proof of one entry as a file that anyone checks with public formats alone."""
    viewer = viewer_for(request)
    line = _line(viewer, compact, party, index)
    access_log.note_access(viewer, access_log.EXPORT, f"{party}:{index}.tlog-proof", [line.value["audience"]])
    try:
        data = queries.proof(viewer, compact, party, index)
    except Refused:
        raise Http404 from None
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{party}-{index}.tlog-proof"'
    return response


def evidence(request: HttpRequest, compact: str, id: int) -> HttpResponse:  # noqa: A002 -- the name in the address
    """Hand out a piece of evidence: the proof of a fork to everybody, bytes that did not verify to few, and logged.

    Such bytes may hold entries under any mark, and nothing in them has been verified.
    """
    viewer = viewer_for(request)
    found = Evidence.objects.filter(compact__name=viewer.compact, pk=id).first()
    if found is None or not (found.code == FORK or viewer.desk):
        raise Http404
    name = _evidence_name(found)
    access_log.note_access(viewer, access_log.EXPORT, name, [] if found.code == FORK else access_log.MARKED)
    response = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
