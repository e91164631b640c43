"""The two-person rule on pages: what waits for a second officer, shown as it would be signed, confirmed or declined."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import kind_of
from hamsaya.core.reader import Reader
from hamsaya.core.text import has_word
from hamsaya.node import ledger, queries
from hamsaya.people import access_log, second
from hamsaya.people.gate import officer_of, viewer_for
from hamsaya.people.models import Pending, PendingFile
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import reader_for, refusal, show
from hamsaya.web.record import sign
from hamsaya.web.record.files import as_download, size_words

LARGEST_ID = (1 << 63) - 1
RECENT = timedelta(hours=12)
"""How long whoever asked is told what became of it."""


@dataclass(frozen=True)
class Shown:
    """One thing that waits: what it is, in words, and what the viewer may do about it."""

    row: Pending
    name: str
    preview: tuple[sign.Preview, sign.Preview] | None
    about: Any
    """The row of the record, where it is there and the viewer may see it."""
    words: dict[str, str]
    """The text that is meant where the act names it by its digest alone, by language."""
    files: list[tuple[str, str, str]]
    """(hash, name, size in words) of each file that goes with it."""
    may_confirm: bool
    own: bool


@require_safe
def waiting(request: HttpRequest, compact: str) -> HttpResponse:
    """List what waits: what this officer may decide, and what this officer has asked for."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    officer = officer_of(request)
    if officer is None:
        raise Http404
    rows = [*second.awaiting(viewer, officer, now), *_asked(viewer, officer.pk, now)]
    return show(
        request, "second", reader=reader, waiting=[_shown(row, officer.pk, viewer, reader) for row in rows],
        decided=[_became(row, viewer, reader) for row in _decided_lately(viewer, officer.pk, now)],
    )  # fmt: skip


def _asked(viewer: Viewer, officer: int, now: datetime) -> Any:
    found = Pending.objects.filter(compact=viewer.compact, asked_by=officer, state=Pending.ASKED, expires__gt=now)
    return found.order_by("asked_at")


def _decided_lately(viewer: Viewer, officer: int, now: datetime) -> QuerySet[Pending]:
    """Return what others have decided of what this officer asked for, and what nobody decided in time."""
    decided = ~Q(state=Pending.ASKED) & ~Q(decided_by=officer) & Q(decided_at__gt=now - RECENT)
    lapsed = Q(state=Pending.ASKED, expires__lte=now, expires__gt=now - RECENT)
    return Pending.objects.filter(decided | lapsed, compact=viewer.compact, asked_by=officer).order_by("-asked_at")


BECAME = {Pending.DONE: "web.second_done", Pending.DECLINED: "web.second_declined", Pending.ASKED: "web.second_lapsed"}


def _became(row: Pending, viewer: Viewer, reader: Reader) -> dict[str, Any]:
    about = _about(row.payload, viewer)
    return {"row": row, "name": _name(row, reader), "about": about, "words": reader.word(BECAME[row.state])}


def asked_count(request: HttpRequest, viewer: Viewer, now: datetime) -> int:
    """Return how much of what this officer asked for waits, or was decided of late."""
    officer = officer_of(request)
    if officer is None:
        return 0
    return int(_asked(viewer, officer.pk, now).count() + _decided_lately(viewer, officer.pk, now).count())


def waiting_count(request: HttpRequest, viewer: Viewer, now: datetime) -> int:
    """Return how much this officer may decide now."""
    officer = officer_of(request)
    return second.awaiting(viewer, officer, now).count() if officer else 0


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, compact: str, id: int) -> HttpResponse:  # noqa: A002 -- the name in the address
    """Show one thing that waits as it would be signed; confirm or decline it."""
    viewer, reader, officer = viewer_for(request), reader_for(request), officer_of(request)
    row = Pending.objects.filter(pk=id, compact=viewer.compact).first() if id <= LARGEST_ID else None
    if row is None or officer is None or not _may_look(row, officer.pk, viewer):
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            return _decided(request, row, viewer, reader)
        except Refused as error:
            refused = refusal(error, reader)
    shown = _shown(row, officer.pk, viewer, reader)
    if shown.preview:
        access_log.note_access(viewer, access_log.VIEW, f"second:{id}", [_audience(row)])
    return show(request, "second_one", 400 if refused else 200, reader=reader, one=shown, refused=refused)


@require_safe
def download(request: HttpRequest, compact: str, id: int, digest: str) -> HttpResponse:  # noqa: A002 -- as above
    """Hand out a file that waits with what was asked for, as it would be signed, to whoever may look at that."""
    viewer, officer = viewer_for(request), officer_of(request)
    waits = {"pending__compact": compact, "pending__state": Pending.ASKED, "pending__expires__gt": timezone.now()}
    held = PendingFile.objects.filter(pending=min(id, LARGEST_ID), hash=digest, **waits).select_related("pending")
    file = held.first()
    if file is None or officer is None or not _may_look(file.pending, officer.pk, viewer):
        raise Http404
    access_log.note_access(viewer, access_log.VIEW, f"second:{id}", [_audience(file.pending)])
    return as_download(bytes(file.data), file.media, f"{id}-{digest[:8]}")


def _decided(request: HttpRequest, row: Pending, viewer: Viewer, reader: Reader) -> HttpResponse:
    officer, now = officer_of(request), timezone.now()
    assert officer is not None  # noqa: S101 -- the view has looked
    if "confirm" in request.POST:
        second.confirm(viewer, officer, row.pk, request.POST.get("digest", ""), now)
        messages.success(request, reader.word("web.second_done"))
    else:
        second.decline(viewer, officer, row.pk, now)
        messages.info(request, reader.word("web.second_declined"))
    return HttpResponseRedirect(reverse("web:second", args=[viewer.compact]))


def _may_look(row: Pending, officer: int, viewer: Viewer) -> bool:
    return row.asked_by_id == officer or viewer.has_role(*second.action_named(row.action).decides)


def _audience(row: Pending) -> str:
    usual: str = ledger.read_marks(row.compact)(row.payload["kind"].partition("/")[0])[0]
    return usual


def _shown(row: Pending, officer: int, viewer: Viewer, reader: Reader) -> Shown:
    own = row.asked_by_id == officer
    may = row.state == Pending.ASKED and not own and viewer.has_role(*second.action_named(row.action).decides)
    files = [(each.hash, each.name, size_words(each.size, reader)) for each in row.files.defer("data")]
    about = _about(row.payload, viewer)
    words = _words(row.payload, viewer, reader) if about else {}
    return Shown(row, _name(row, reader), _preview(row.payload, reader), about, words, files, may, own)


def _name(row: Pending, reader: Reader) -> str:
    key = f"second.{row.action}".replace("-", "_")
    return reader.word(key) if has_word(key) else row.action


def _about(payload: dict[str, Any], viewer: Viewer) -> Any:
    return next(iter(queries.rows_of(viewer, viewer.compact, [str(payload.get("record", ""))])), None)


def _words(payload: dict[str, Any], viewer: Viewer, reader: Reader) -> dict[str, str]:
    digest = payload.get("body", {}).get("digest", "")
    if not digest:
        return {}
    texts = getattr(queries.record(viewer, viewer.compact, payload["record"]).state, "texts", {})
    words: dict[str, str] = texts.get(digest, {}).get("words", {})
    return reader.own_first(words)


def _preview(payload: dict[str, Any], reader: Reader) -> tuple[sign.Preview, sign.Preview] | None:
    kind = kind_of(str(payload.get("kind", "")))
    act = kind.act(str(payload.get("act", ""))) if kind else None
    if kind is None or act is None:
        return None
    record = str(payload["record"])
    mine = record.partition("/")[0] == reader.party.code
    return sign.preview(
        kind, act(payload["body"]), reader, number=record.partition("/")[2], now=timezone.now(), is_owner=mine
    )
