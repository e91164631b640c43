"""The access log of pages that renew themselves: a view when they are opened, and when they show something else."""

from collections.abc import Iterable

from django.http import HttpRequest

from hamsaya.core.kinds import digest_of
from hamsaya.node.models import Record
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for

SHOWN = "web.shown"
MOST = 20
"""How many pages a sign-in remembers; of the one forgotten the next renewal is logged once more."""


def note_view(request: HttpRequest, target: str, rows: Iterable[Record]) -> None:
    """Log that the viewer saw `target`, which shows these rows; not for a renewal that brings nothing new.

    A page that is opened is always logged. A renewal (htmx) is where a record came or went or had another act since
    this sign-in last saw the page under this post; the moving countdowns are no reason.
    """
    viewer, rows = viewer_for(request), list(rows)
    page = f"{viewer.compact} {viewer.post} {target}"
    shown = shown_in(rows)
    kept: dict[str, str] = request.session.get(SHOWN, {})
    if "HX-Request" in request.headers and kept.get(page) == shown:
        return
    logged = access_log.note_access(viewer, access_log.VIEW, target, {row.audience for row in rows})
    if logged and kept.get(page) != shown:
        others = [each for each in kept.items() if each[0] != page]
        request.session[SHOWN] = dict([*others[-(MOST - 1) :], (page, shown)])


def shown_in(rows: Iterable[Record]) -> str:
    """Return a digest of what rows show: another one where a record came or went or had another act."""
    return digest_of(sorted([row.record, row.changed, row.acts] for row in rows))
