"""The public part live: the same pages that `hamsaya publish` writes, without a sign-in and without a cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.exchange.publish.site import media_of, site_at
from hamsaya.node.change import counter
from hamsaya.node.models import Compact
from hamsaya.people.gate import public


@public
def page(request: HttpRequest, compact: str, path: str) -> HttpResponse:
    """Return what stands at an address of the public part."""
    if not Compact.objects.filter(name=compact).exists():
        raise Http404
    minute = timezone.now().replace(second=0, microsecond=0)
    data = site_at(compact, minute, counter()).page(path or "index.html")
    if data is None:
        raise Http404
    return HttpResponse(data, content_type=media_of(path or "index.html"))
