"""What an officer is told of a form that was sent: a page, or a few values for the queue in the browser."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from hamsaya.core.errors import Refused
from hamsaya.core.fields import parse_instant
from hamsaya.core.reader import Reader
from hamsaya.node import queries
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import post_name
from hamsaya.web.record.sign import Signed
from hamsaya.web.record.told import tell

BOARD = "board"
PAGES = {"sitting": "web:sitting"}
"""Kinds on which one works on a page of their own, and not on the record's."""


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the browser's queue asks, and not a person."""
    return request.headers.get("Accept") == "application/json"


def where(request: HttpRequest, viewer: Viewer, record: str, kind: str) -> str:
    """Return the page to go to next: the board for what was tapped there, else the record or its kind's own page."""
    if request.POST.get("then") == BOARD:
        return reverse("web:now", args=[viewer.compact])
    return reverse(PAGES.get(kind, "web:record"), args=[viewer.compact, *record.split("/")])


def tell_signed(request: HttpRequest, reader: Reader, viewer: Viewer, signed: Signed, kind: str) -> HttpResponse:
    """Say that it is signed, was signed before, or waits for a second officer."""
    waits = signed.waits and not signed.outcome.again
    place = reverse("web:now", args=[viewer.compact]) if waits else where(request, viewer, signed.outcome.record, kind)
    if "queued" not in request.POST:
        messages.success(request, _words(reader, signed))
    if wants_json(request):
        return JsonResponse({"url": place, "again": signed.outcome.again}, status=201)
    return HttpResponseRedirect(place)


def _words(reader: Reader, signed: Signed) -> str:
    if signed.outcome.again:
        return reader.word("desk.again")
    if signed.index is None:
        return reader.word("web.asked_second")
    return reader.word("web.signed", index=reader.digits(signed.index))


def tell_refused(said: str, status: int, drawn: int) -> HttpResponse:
    """Tell the browser's queue why a letter was not signed; `drawn`: how long our log is now."""
    return JsonResponse({"said": said, "drawn": drawn}, status=status)


def colleague_did(viewer: Viewer, record: str, index: int, reader: Reader) -> Refused:
    """Return the refusal that tells what a colleague did on a record since the form was drawn."""
    found = queries.record(viewer, viewer.compact, record)
    history = queries.history(viewer, viewer.compact, record)
    (act,) = [each for each in tell(found, history, reader).acts if _is(each.view, reader.party.code, index)]
    at = parse_instant(act.view.at)
    who = post_name(act.view.post, reader)
    return Refused("form.colleague", when=reader.moment(at), who=who, what=act.sentence)


def _is(view: queries.ActView, party: str, index: int) -> bool:
    return (view.party, view.index) == (party, index)
