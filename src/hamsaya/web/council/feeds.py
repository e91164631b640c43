"""The calendar and the feed of changes: for whoever is signed in, and under a secret address for a post's programs."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core.reader import Reader
from hamsaya.exchange.calendar import feed
from hamsaya.node import council
from hamsaya.node.lookup import compact_of
from hamsaya.people import access_log, feed_key
from hamsaya.people.gate import current_assignments, officer_of, public, viewer_for
from hamsaya.people.models import Assignment
from hamsaya.people.viewer import Viewer
from hamsaya.web.council.changed import USUAL
from hamsaya.web.page import reader_for, show

CALENDAR, NEWS = "calendar.ics", "changes.atom"
MOST = 100


def calendar(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the days as iCalendar."""
    return _feed(request, viewer_for(request), reader_for(request), CALENDAR)


def changes(request: HttpRequest, compact: str) -> HttpResponse:
    """Return the changes of thirty days as Atom."""
    return _feed(request, viewer_for(request), reader_for(request), NEWS)


@public
def by_key(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Return a feed to a program that has a post's key; a wrong or revoked key names no page."""
    opened = feed_key.opened_by(key, timezone.now())
    if opened is None or name not in (CALENDAR, NEWS):
        raise Http404
    viewer, lang = opened
    row, agreed = compact_of(viewer, viewer.compact)
    return _feed(request, viewer, Reader.of(agreed, row.party, lang), name)


def _feed(request: HttpRequest, viewer: Viewer, reader: Reader, name: str) -> HttpResponse:
    now, root = timezone.now(), request.build_absolute_uri("/").rstrip("/")
    if name == CALENDAR:
        access_log.note_access(viewer, access_log.EXPORT, CALENDAR, ["GOV"])
        answer = HttpResponse(feed.ical(viewer, reader, now, root), content_type="text/calendar; charset=utf-8")
    else:
        found = council.changes(viewer, viewer.compact, (now - USUAL).date(), most=MOST)
        access_log.note_access(viewer, access_log.EXPORT, NEWS, {each.row.audience for each in found})
        data = feed.atom(found, viewer, reader, now, root)
        answer = HttpResponse(data, content_type="application/atom+xml; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the keys in use; after one was made, its addresses this once."""
    held = _held(request)
    made = ""
    if request.method == "POST":
        made = feed_key.make(held, timezone.now())
        access_log.note(compact, "feed-key-made", viewer_for(request).signature, "")
    addresses = [
        (word, request.build_absolute_uri(reverse("web:feed_by_key", args=[made, name])))
        for word, name in (("feeds.calendar", CALENDAR), ("feeds.news", NEWS))
        if made
    ]
    return show(request, "council/feeds", keys=feed_key.open_keys(held), addresses=addresses, tab="changed")


@require_POST
def revoke(request: HttpRequest, compact: str, key: int) -> HttpResponse:
    """Close one of one's own keys."""
    found = next((each for each in feed_key.open_keys(_held(request)) if each.pk == key), None)
    if found is None:
        raise Http404
    feed_key.revoke(found, timezone.now())
    access_log.note(compact, "feed-key-revoked", viewer_for(request).signature, "")
    return HttpResponseRedirect(reverse("web:feeds", args=[compact]))


def _held(request: HttpRequest) -> Assignment:
    """Return the assignment by which whoever asks holds the post."""
    viewer, officer = viewer_for(request), officer_of(request)
    held = current_assignments(officer, timezone.now()) if officer else []
    for each in held:
        if (each.post.compact, each.post.code) == (viewer.compact, viewer.post):
            return each
    raise Http404
