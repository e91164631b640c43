"""The officer's one tap that signs a silence, for the levels whose time is counted in working days."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core.errors import Refused
from hamsaya.node import clockwork, ledger, queries
from hamsaya.people.gate import roles_needed, viewer_for
from hamsaya.web.page import reader_for, refusal


@roles_needed("duty", "head")
@require_POST
def sign(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Sign that no answer came, once, and go to what was signed."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    try:
        queries.record(viewer, compact, f"{party}/{slug}")
    except Refused:
        raise Http404 from None
    try:
        draft = clockwork.draft_on(compact, f"{party}/{slug}", now)
        ledger.append(compact, [draft], post=viewer.post, now=now)
    except Refused as refused:
        shown = Refused("silence.not-due") if refused.code == "record.exists" else refused
        messages.error(request, refusal(shown, reader))
        return redirect("web:record", compact, party, slug)
    owner, _, number = draft.record.partition("/")
    return redirect("web:record", compact, owner, number)
