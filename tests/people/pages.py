"""Addresses for the tests of the gate: one view of each sort beside the pages of coming in."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from hamsaya.people.gate import public, quiet, roles_needed, viewer_for


def closed(request: HttpRequest, compact: str = "") -> HttpResponse:
    viewer = viewer_for(request)
    return HttpResponse(f"{viewer.compact} {viewer.post}")


@quiet
def polled(request: HttpRequest) -> HttpResponse:
    return HttpResponse("polled")


@public
def opened(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@roles_needed("admin")
def for_admins(request: HttpRequest) -> HttpResponse:
    return HttpResponse("admins")


async def streamed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("streamed")


urlpatterns = [
    path("", include("hamsaya.people.urls")),
    path("web/", include("hamsaya.web.urls")),
    path("closed/", closed),
    path("of/<slug:compact>/", closed),
    path("polled/", polled),
    path("opened/", opened),
    path("admins/", for_admins),
    path("streamed/", streamed),
]
