"""The calendar and the feed of changes, for whoever is signed in: each holds what its reader may see and no more."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.exchange.calendar import feed
from hamsaya.node import council
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.council.changed import USUAL
from hamsaya.web.page import reader_for


def calendar(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the days as iCalendar."""
    viewer = viewer_for(request)
    access_log.note_access(viewer, access_log.EXPORT, "calendar.ics", ["GOV"])
    data = feed.ical(viewer, reader_for(request), timezone.now(), _root(request))
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


def changes(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the changes of thirty days as Atom."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    found = council.changes(viewer, compact, (now - USUAL).date(), most=100)
    access_log.note_access(viewer, access_log.EXPORT, "changes.atom", {each.row.audience for each in found})
    data = feed.atom(found, viewer, reader, now, _root(request))
    return HttpResponse(data, content_type="application/atom+xml; charset=utf-8")


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
