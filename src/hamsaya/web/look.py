"""A page that is only read looks at the node once: what one part of it has read, the next does not read again."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hamsaya.node.look import one_look

READS = ("GET", "HEAD")


def look_middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer a request that only reads within one look; what is streamed comes after it and reads anew.

    As the innermost it has no asynchronous form on purpose: so Django runs all the middleware around it in one thread,
    instead of changing over to a thread and back at every step of each, which takes longer than the steps.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in READS:
            return get_response(request)
        with one_look():
            return get_response(request)

    return answer
