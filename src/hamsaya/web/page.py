"""What every page has: the reader, the frame around it, and how a refusal is shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.exercise import NAME, exercise_of
from hamsaya.core.kinds import all_kinds
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, direction, has_word, to_digits, word
from hamsaya.node import queries
from hamsaya.node.clockwork import POST as NODE_POST
from hamsaya.people.gate import officer_of, viewer_for
from hamsaya.people.page import language_now
from hamsaya.people.viewer import Viewer
from hamsaya.web.device.words import browser_words
from hamsaya.web.now.alarm import alarms

SECTIONS = ("desk", "border", "council", "reports", "directory")
PAGES = (
    ("map", "web.map", ()),
    ("sources", "review.nav", ("desk", "head", "aide", "spokesperson", "oversight")),
    ("claims", "claims.desk", ()),
    ("handling", "handling.title", ("oversight", "head", "admin")),
    ("oversight", "handling.oversight", ("oversight", "head")),
    ("log", "web.log", ()),
    ("exercises", "exercise.all", ()),
    ("help", "web.help", ()),
)
"""Pages beside the sections: name, words, and the roles that have them; no roles means everybody."""
MORE = frozenset({"directory", "handling", "oversight", "log", "exercises", "help"})
"""What opens under "More": what is not asked for many times a night."""
FIRST_PAGES = {"border": "web:boards", "council": "web:council"}
"""Sections that begin with a page of their own instead of a list."""


def reader_for(request: HttpRequest) -> Reader:
    """Return how the signed-in officer reads, at this node's side of the compact; found once a request."""
    reader: Reader | None = getattr(request, "reader", None)
    if reader is None:
        reader = request.reader = _reader_for(request)  # type: ignore[attr-defined]  # read above
    return reader


def _reader_for(request: HttpRequest) -> Reader:
    viewer = viewer_for(request)
    row, compact = queries.compact_of(viewer, viewer.compact)
    officer = officer_of(request)
    digits = getattr(officer, "digits", "") or ""
    calendar = getattr(officer, "calendar", "") or ""
    return Reader.of(compact, row.party, language_now(), digits, calendar)


def refusal(error: HamsayaError, reader: Reader) -> str:
    """Return what an error says to a reader, its counts in the reader's digits."""
    return sentence(error, reader.lang, reader.numbering)


def sentence(error: HamsayaError, lang: str, numbering: str = "latn") -> str:
    """Return what an error says to a person; a code without words of its own is said plainly with its code."""
    key = f"refused.{error.code}"
    if not has_word(key):
        return word("refused.other", lang, code=error.code)
    params = {name: to_digits(str(it), numbering) if isinstance(it, int) else it for name, it in error.params.items()}
    if "field" in params and has_word(f"field.{params['field']}"):
        params["field"] = word(f"field.{params['field']}", lang)
    if has_word(f"screened.{params.get('what')}"):
        params["what"] = word(f"screened.{params['what']}", lang)
    if "roles" in params:
        named = [word(f"role.{role}", lang) for role in str(params["roles"]).split(", ")]
        params["roles"] = f"{word('phrase.list_comma', lang)} ".join(named)
    return word(key, lang, **params)


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Draw a page of the officers' part inside its frame."""
    reader = context.get("reader") or reader_for(request)
    viewer = viewer_for(request)
    frame = frame_of(request, viewer, reader, context.get("needs_count"))
    shown = {"shown_alarms": _records_ringing(context), "reader": reader, "viewer": viewer, **context}
    response = render(request, f"web/{template}.html", {**frame, **shown}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def show_part(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Draw a part of a page, without the frame around it, for the page to renew itself."""
    reader, viewer = reader_for(request), viewer_for(request)
    part = {"compact": viewer.compact, "reader": reader, "viewer": viewer, **context}
    response = render(request, f"web/{template}.html", part)
    response["Cache-Control"] = "no-store"
    return response


def _records_ringing(context: Mapping[str, Any]) -> set[str]:
    """Return the records whose alarm the page shows itself: the head of the page need not show them again."""
    return {each.row.record for each in (*context.get("ringing", ()), context.get("alarm")) if each is not None}


def frame_of(request: HttpRequest, viewer: Viewer, reader: Reader, needs: int | None = None) -> dict[str, Any]:
    """Return what the frame around every officers' page needs; `needs`: how much needs us, where that is counted."""
    now = timezone.now()
    ours, theirs = reader.party, reader.compact.other(reader.party.code)
    return {
        "compact": viewer.compact,
        "dir": direction(reader.lang),
        "clocks": [_clock(reader, party, now) for party in (ours, theirs)],
        "post": post_name(viewer.post, reader),
        "link": queries.link_state(viewer, viewer.compact, now),
        "nav": _navigation(request, viewer, reader, needs),
        "languages": [(lang, word("language_name", lang)) for lang in LANGUAGES],
        "ours": ours,
        "theirs": theirs,
        "now": now,
        "exercise": exercise_asked(request),
        "browser_words": browser_words(reader),
        "alarms": alarms(viewer, reader, now),
    }


def exercise_asked(request: HttpRequest) -> str:
    """Return the exercise that a page is about: that of the record in its address, or the one a form is opened in."""
    found = request.resolver_match
    slug = str(found.kwargs.get("slug", "")) if found else ""
    if slug or not found:
        return exercise_of(f"-/{slug}")
    asked = request.POST.get("exercise") or request.GET.get("exercise") or found.kwargs.get("exercise", "")
    return asked if NAME.fullmatch(asked) else ""


def post_name(code: str, reader: Reader) -> str:
    """Return a post in the reader's words: the office of that name in the compact, the node itself, or the code."""
    if code == NODE_POST:
        return reader.word("watch.node")
    try:
        return reader.name(reader.compact.office(code).name)
    except Refused:
        return code


def _clock(reader: Reader, party: Any, now: datetime) -> dict[str, str]:
    local = now.astimezone(party.tz)
    return {
        "capital": reader.name(party.capital),
        "clock": reader.clock(now, party),
        "day": reader.day(local.date(), party.calendar),
        "zone": party.zone,
    }


def _section_url(viewer: Viewer, section: str) -> str:
    if section in FIRST_PAGES:
        return reverse(FIRST_PAGES[section], args=[viewer.compact])
    return reverse("web:section", args=[viewer.compact, section])


def _navigation(request: HttpRequest, viewer: Viewer, reader: Reader, needs: int | None) -> list[dict[str, Any]]:
    """Return what stands in the bar at once, then what opens under "More"."""
    here, board = request.path, reverse("web:now", args=[viewer.compact])
    count = queries.needs_count(viewer, viewer.compact) if needs is None else needs
    return [
        {
            "url": url,
            "label": label,
            "here": here == url or (url != board and here.startswith(url)),
            "count": count if url == board else 0,
            "more": name in MORE,
        }
        for name, url, label in _links(viewer, reader)
    ]


def _links(viewer: Viewer, reader: Reader) -> list[tuple[str, str, str]]:
    """Return name, address and words of each page that this post may begin with, in the order of the bar."""
    sections = [each for each in SECTIONS if any(kind.section == each for kind in all_kinds())]
    found = [("now", reverse("web:now", args=[viewer.compact]), reader.word("web.now"))]
    found += [(each, _section_url(viewer, each), reader.word(f"web.section_{each}")) for each in sections]
    found += [
        (name, reverse(f"web:{name}", args=[viewer.compact]), reader.word(words))
        for name, words, roles in PAGES
        if not roles or viewer.has_role(*roles)
    ]
    return sorted(found, key=lambda each: each[0] in MORE)
