"""Papers to print: each as a PDF in the reader's language and as a page of its own; noted as an export."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES
from hamsaya.exchange.paper import of_sitting, papers
from hamsaya.exchange.paper.sheet import Sheet, code, pdf
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.page import reader_for, show

WHOLE: dict[str, Callable[..., Sheet]] = {"brief": papers.brief, "matrix": papers.matrix}
OF_RECORD: dict[str, Callable[..., Sheet | None]] = {
    "agenda": of_sitting.agenda, "minutes": of_sitting.minutes, "history": papers.history,
}  # fmt: skip

SEAT = ("web:sitting", "council.seat")
BACK = {"agenda": SEAT, "minutes": SEAT, "history": ("web:became", "became.title")}
"""From which page a paper of a record is made, and how that page is called."""


def whole(request: HttpRequest, compact: str, name: str) -> HttpResponse:
    """Return the brief or the matrix as a PDF."""
    return _pdf(request, _whole(request, name), name)


def whole_page(request: HttpRequest, compact: str, name: str) -> HttpResponse:
    """Show the brief or the matrix as a page that prints."""
    back = (reverse("web:council", args=[compact]), "council.portfolio")
    return _page(request, _whole(request, name), reverse("web:paper", args=[compact, name]), back)


def of_record(request: HttpRequest, compact: str, name: str, party: str, slug: str) -> HttpResponse:
    """Return the agenda or the minutes of a sitting, or the history of a commitment, as a PDF."""
    return _pdf(request, _of_record(request, name, party, slug), f"{name}-{slug}")


def of_record_page(request: HttpRequest, compact: str, name: str, party: str, slug: str) -> HttpResponse:
    """Show the agenda or the minutes of a sitting, or the history of a commitment, as a page that prints."""
    sheet = _of_record(request, name, party, slug)
    page, words = BACK[name]
    back = (reverse(page, args=[compact, party, slug]), words)
    return _page(request, sheet, reverse("web:paper_of", args=[compact, name, party, slug]), back)


def _whole(request: HttpRequest, name: str) -> Sheet:
    if name not in WHOLE:
        raise Http404
    viewer = viewer_for(request)
    access_log.note_access(viewer, access_log.EXPORT, f"{name} paper", ["GOV"])
    return WHOLE[name](viewer, reader_for(request), timezone.now())


def _of_record(request: HttpRequest, name: str, party: str, slug: str) -> Sheet:
    viewer, record = viewer_for(request), f"{party}/{slug}"
    address = request.build_absolute_uri(reverse("web:record", args=[viewer.compact, party, slug]))
    chosen = [lang for lang in request.GET.get("langs", "").split("-") if lang in LANGUAGES]
    more = {"langs": chosen} if name == "minutes" and chosen else {}
    try:
        sheet = OF_RECORD[name](viewer, reader_for(request), record, timezone.now(), address, **more)
    except (KeyError, Refused) as error:
        raise Http404 from error
    if sheet is None:
        raise Http404
    access_log.note_access(viewer, access_log.EXPORT, f"{name} paper {record}", ["GOV"])
    return sheet


def _page(request: HttpRequest, sheet: Sheet, address: str, back: tuple[str, str]) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    picture = mark_safe(code(sheet.address))  # noqa: S308 -- drawn by segno from a text, no markup of anybody's
    return show(
        request, "council/paper", sheet=sheet, picture=picture, pdf=f"{address}{query}", tab="portfolio", back=back
    )


def _pdf(request: HttpRequest, sheet: Sheet, name: str) -> HttpResponse:
    answer = HttpResponse(pdf(sheet, reader_for(request), timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
