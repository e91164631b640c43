"""How the sign-in pages are drawn: words in the reader's language, and a refusal as a sentence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from hamsaya.core.errors import HamsayaError
from hamsaya.core.text import LANGUAGES, word


class Say:
    """The words of one group in one language, for templates: `{{ say.password }}` is `people.password`."""

    def __init__(self, lang: str, group: str = "people") -> None:
        """`group`: the first part of the keys."""
        self.lang, self.group = lang, group

    def __getitem__(self, name: str) -> str:
        """Return the word of that name."""
        return word(f"{self.group}.{name}", self.lang)


def language_now() -> str:
    """Return the language that this request is answered in."""
    lang = (translation.get_language() or "en").partition("-")[0]
    return lang if lang in LANGUAGES else "en"


def sentence(error: HamsayaError, lang: str) -> str:
    """Return what an error says to a person."""
    return word(f"refused.{error.code}", lang, **error.params)


def next_page(request: HttpRequest) -> str:
    """Return where to go on, if that is a page of this node; otherwise the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else "/"


def show(
    request: HttpRequest, name: str, status: int = 200, error: HamsayaError | None = None, **context: object
) -> HttpResponse:
    """Draw a page of this app; `error` is shown above it as a sentence. Nothing here may be kept by a cache."""
    lang = language_now()
    context |= {"say": Say(lang), "error": sentence(error, lang) if error else ""}
    response = render(request, f"people/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def show_refusal(request: HttpRequest, error: HamsayaError, status: int = 403) -> HttpResponse:
    """Draw a page that says no, in one sentence."""
    return show(request, "refused", status, error)
