"""What the browser's own part asks our node: who is signed in, what to keep for when it is away, and the keeper."""

import hashlib
import json
from functools import cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hamsaya.core.kinds import all_kinds
from hamsaya.core.reader import Reader
from hamsaya.people.gate import officer_of, public, quiet, viewer_for
from hamsaya.people.roles import LONGEST
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import reader_for, show
from hamsaya.web.record.lists import openers, usual

SCRIPTS = ("clock", "store", "form", "queue", "device", "draft", "shell", "alarm")
STATIC = (
    "web/tokens.css", "web/app.css", "web/more.css", "web/desk.css", "web/chart.css", "web/vendor/htmx.min.js",
    "web/live.js", *(f"web/desk/{name}.js" for name in SCRIPTS), "web/icon.svg", "web/fonts/vazirmatn-wght.woff2",
    "web/fonts/ibm-plex-sans-latin-400-normal.woff2", "web/fonts/ibm-plex-sans-latin-600-normal.woff2",
)  # fmt: skip
"""What the kept pages need to look and work as ever; Nastaliq is kept once a reader of Urdu has fetched it."""


@quiet
@require_safe
def who(request: HttpRequest, compact: str) -> HttpResponse:
    """Say who is signed in, with a token for forms: what the queue asks before it signs anything in a name."""
    officer, viewer = officer_of(request), viewer_for(request)
    now = int(timezone.now().timestamp())
    found = {
        "officer": officer.username if officer else "",
        "post": viewer.post,
        "token": get_token(request),
        "now": now,
    }
    response = JsonResponse(found)
    response["Cache-Control"] = "no-store"
    return response


def kept_pages(viewer: Viewer, reader: Reader) -> list[str]:
    """Return the pages that the browser keeps for when our node is away: board, what is said then, forms of letters."""
    board = [reverse(name, args=[viewer.compact]) for name in ("web:now", "web:bays", "web:away")]
    return [*board, *(each["url"] for each in _forms(viewer, reader))]


def _forms(viewer: Viewer, reader: Reader) -> list[dict[str, str]]:
    """Return the forms of the letters that the viewer may write, the incident first."""
    kinds = (kind for kind in all_kinds() if kind.section in ("desk", "border"))
    return openers(viewer, sorted(kinds, key=usual), reader)


@quiet
@require_safe
def away(request: HttpRequest, compact: str) -> HttpResponse:
    """Say that our node is away and what can be done meanwhile: shown by the worker in place of a page not kept."""
    return show(request, "away", forms=_forms(viewer_for(request), reader_for(request)))


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; it changes, and renews what it keeps, whenever a file that it keeps changes."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> str:
    kept = [staticfiles_storage.url(name) for name in STATIC]
    version = hashlib.sha256("\n".join(kept).encode()).hexdigest()[:12]
    hours = int(LONGEST.total_seconds() // 3600)
    return render_to_string("web/worker.js", {"version": version, "kept": json.dumps(kept), "hours": hours})
