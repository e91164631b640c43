"""Minutes out as a Word file and back in: the differences are shown, and each is taken over by hand or not at all."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.exchange.redline.compare import Changed, Outcome, Returned, compare
from hamsaya.exchange.redline.items import items_of
from hamsaya.exchange.redline.read import LARGEST, read
from hamsaya.exchange.redline.write import write
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.council import minutes
from hamsaya.web.council.sitting import found_sitting
from hamsaya.web.page import reader_for, refusal, show

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Return the minutes, or the items as they stand, as a Word file."""
    viewer, record = viewer_for(request), f"{party}/{slug}"
    found = found_sitting(viewer, compact, record)
    access_log.note_access(viewer, access_log.EXPORT, f"minutes docx {record}", [found.row.audience])
    answer = HttpResponse(write(found.state, record, reader_for(request)), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{slug}.docx"'
    answer["Cache-Control"] = "no-store"
    return answer


def page(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show where the file goes out and comes back in; after an upload, what differs. Nothing is changed by it."""
    viewer, reader = viewer_for(request), reader_for(request)
    record = f"{party}/{slug}"
    found = found_sitting(viewer, compact, record)
    access_log.note_access(viewer, access_log.VIEW, record, [found.row.audience])
    outcome: Outcome | None = None
    refused = ""
    if request.method == "POST":
        try:
            outcome = compare(found.state, record, *read(_upload(request)))
        except Refused as error:
            refused = refusal(error, reader)
    return show(
        request, "council/redline", status=400 if refused else 200, reader=reader, row=found.row, slug=slug,
        state=found.state, tab="sittings", refused=refused, outcome=outcome, today=timezone.now(),
        may_write=viewer.has_role("desk", "head"), count=len(items_of(found.state)),
        rows=[_row(each, reader) for each in outcome.differ] if outcome else [],
    )  # fmt: skip


def _upload(request: HttpRequest) -> bytes:
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("redline.no-file")
    if (upload.size or 0) > LARGEST:
        raise Refused("redline.too-large", most=LARGEST // 1_000_000)
    return bytes(upload.read())


def _row(row: Returned, reader: Reader) -> tuple[Returned, list[Changed], list[tuple[str, str]]]:
    """Return a row that differs, its languages with the reader's own first, and what its form starts with."""
    changed = sorted(row.changed, key=lambda each: each.lang != reader.lang)
    return row, changed, minutes.reworded(row.item, row.digest, row.wording)
