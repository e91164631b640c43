"""Pages for what went wrong: what happened, what was kept, what to do. Never a traceback."""

import logging
import sys
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from hamsaya.core.errors import Refused
from hamsaya.core.text import word
from hamsaya.people.gate import officer_of
from hamsaya.people.page import language_now
from hamsaya.web.page import sentence

log = logging.getLogger(__name__)


class RefusalMiddleware(MiddlewareMixin):
    """A rule that says no while a page is made is said in one sentence; a database or a disk that is busy too."""

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuse a NUL anywhere in what was asked or typed: no text holds one, and not every database takes it."""
        if "\0" in request.path or any(_has_nul(each) for each in (request.GET, request.POST)):
            return bad_request(request)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say so where an address takes only what a form sends; Django's own answer is an empty page."""
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        shown = _say(request, response.status_code, "web.by_button", "web.not_found_do")
        shown["Allow"] = response["Allow"]
        return shown

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says what was refused, or None for what is a fault of this node."""
        if isinstance(exception, Refused):
            log.info("refused %s at %s", exception.code, request.path)
            missing = exception.code.endswith((".missing", ".not-here", ".not-yours"))
            return _show(request, 404 if missing else 400, sentence(exception, language_now()), "web.not_found_do")
        if isinstance(exception, OperationalError):
            return _busy(request, exception)
        if isinstance(exception, OSError):
            log.error("a file could not be used: %s", exception)
            return _say(request, 503, "web.disk", "web.busy_do")
        return None


def _has_nul(typed: QueryDict) -> bool:
    return any("\0" in text for name, texts in typed.lists() for text in (name, *texts))


def _busy(request: HttpRequest, exception: BaseException) -> HttpResponse:
    log.error("the database could not be used: %s", exception)
    return _say(request, 503, "web.busy", "web.busy_do")


def _say(request: HttpRequest, status: int, heading: str, what_to_do: str) -> HttpResponse:
    return _show(request, status, word(heading, language_now()), what_to_do)


def _show(request: HttpRequest, status: int, heading: str, what_to_do: str) -> HttpResponse:
    context = {"heading": heading, "what_to_do": word(what_to_do, language_now())}
    response = render(request, "web/refused.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that could not be read."""
    return _say(request, 400, "web.bad_request", "web.not_found_do")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer a request that may not be made, a form without its token among them."""
    return _say(request, 403, "web.forbidden", "web.forbidden_do")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer alike for what is not there and what is not for this post; no gate stood before an unknown address."""
    if officer := officer_of(request):
        translation.activate(officer.language)
    return _say(request, 404, "web.not_found", "web.not_found_do")


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when this node itself failed; the log of the program holds the cause.

    A database that is away fails before a page is reached, while the sign-in is looked up: that ends here too.
    """
    if isinstance(cause := sys.exc_info()[1], OperationalError):
        return _busy(request, cause)
    return _say(request, 500, "web.broken", "web.broken_do")
