"""Asking for a correction of the public record, without an account, a cookie or a script."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES, word
from hamsaya.exchange.publish.site import Site
from hamsaya.node import correction
from hamsaya.node.models import Compact
from hamsaya.people.gate import public
from hamsaya.web.page import sentence


@csrf_exempt  # no session stands behind the form: whoever sends it is nobody in particular
@public
def page(request: HttpRequest, compact: str, lang: str) -> HttpResponse:
    """Show the form, keep what it brings, or show what became of a request by its code."""
    if lang not in LANGUAGES or not Compact.objects.filter(name=compact).exists():
        raise Http404
    site, now = Site(compact, timezone.now(), live=True), timezone.now()
    if request.method == "POST":
        about, words = request.POST.get("about", ""), request.POST.get("words", "")
        try:
            code = correction.ask(compact, about, words, lang, now)
        except Refused as refused:
            why = sentence(refused, lang)
            return _page(site.correction_form(lang, refused=why, about=about, words=words), 400)
        return _page(site.correction_form(lang, code=code), 201)
    if "code" not in request.GET:
        return _page(site.correction_form(lang))
    found = correction.asked(compact, request.GET["code"].strip()[:32])
    if found is None:
        why = sentence(Refused("correction.missing"), lang)
        return _page(site.correction_form(lang, refused=why), 404)
    outcome = word(f"public.correction_{found.outcome}", lang) if found.outcome else ""
    due = (found.received + correction.ANSWER_WITHIN).date()
    return _page(site.correction_form(lang, request=found, outcome=outcome, due=due))


def _page(data: bytes, status: int = 200) -> HttpResponse:
    response = HttpResponse(data, status=status, content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
