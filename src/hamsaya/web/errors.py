"""Pages for what went wrong: what happened, what was kept, what to do. Never a traceback."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hamsaya.core.text import word
from hamsaya.people.page import language_now


def _say(request: HttpRequest, status: int, heading: str, what_to_do: str) -> HttpResponse:
    lang = language_now()
    context = {"heading": word(heading, lang), "what_to_do": word(what_to_do, lang)}
    response = render(request, "web/refused.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be read."""
    return _say(request, 400, "web.bad_request", "web.not_found_do")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer a request that may not be made, a form without its token among them."""
    return _say(request, 403, "web.forbidden", "web.forbidden_do")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer alike for what is not there and what is not for this post."""
    return _say(request, 404, "web.not_found", "web.not_found_do")


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when this node itself failed; the log of the program holds the cause."""
    return _say(request, 500, "web.broken", "web.broken_do")
