"""Papers to print: each as a PDF in the reader's language, noted as an export."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.errors import Refused
from hamsaya.exchange.paper import papers
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.page import reader_for

WHOLE: dict[str, Callable[..., bytes]] = {"brief": papers.brief, "matrix": papers.matrix}
OF_RECORD: dict[str, Callable[..., bytes | None]] = {"minutes": papers.minutes, "history": papers.history}


def whole(request: HttpRequest, compact: str, name: str) -> HttpResponse:
    """Return the brief or the matrix."""
    if name not in WHOLE:
        raise Http404
    viewer = viewer_for(request)
    access_log.note_access(viewer, access_log.EXPORT, f"{name}.pdf", ["GOV"])
    return _answer(WHOLE[name](viewer, reader_for(request), timezone.now()), name)


def of_record(request: HttpRequest, compact: str, name: str, party: str, slug: str) -> HttpResponse:
    """Return the minutes of a sitting or the history of a commitment."""
    viewer, record = viewer_for(request), f"{party}/{slug}"
    address = request.build_absolute_uri(reverse("web:record", args=[compact, party, slug]))
    try:
        make = OF_RECORD[name]
        data = make(viewer, reader_for(request), record, timezone.now(), address)
    except (KeyError, Refused) as error:
        raise Http404 from error
    if data is None:
        raise Http404
    access_log.note_access(viewer, access_log.EXPORT, f"{name}.pdf {record}", ["GOV"])
    return _answer(data, f"{name}-{slug}")


def _answer(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
