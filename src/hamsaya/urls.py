"""The addresses of the officers' pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", include("hamsaya.people.urls")),
    path("", include("hamsaya.web.urls")),
]
handler400 = "hamsaya.web.errors.bad_request"
handler403 = "hamsaya.web.errors.forbidden"
handler404 = "hamsaya.web.errors.not_found"
handler500 = "hamsaya.web.errors.broken"
