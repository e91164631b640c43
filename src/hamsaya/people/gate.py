"""The gate: every page is closed unless its view says otherwise, and a sign-in ends when nobody is there.

A view asks for nothing (`@public`), for a password alone (`@half_signed_in`), for both factors (`@signed_in`), or, as
every view does that says nothing, for both factors and a post. `@roles_needed` asks for one of some roles as well.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin

from hamsaya.core.errors import Refused
from hamsaya.people.access_log import note
from hamsaya.people.models import Assignment, Officer
from hamsaya.people.page import show_refusal
from hamsaya.people.roles import LONGEST, idle_limit
from hamsaya.people.viewer import Viewer

NOBODY, PASSWORD, BOTH, POST = range(4)
SEEN, BEGAN, CHOSEN = "people.seen", "people.began", "people.post"
WRITE_EVERY = 20
"""Seconds between two notes that somebody is at work: a session is not written on each page."""

V = TypeVar("V", bound=Callable[..., Any])


def _mark(name: str, value: object) -> Callable[[V], V]:
    def mark(view: V) -> V:
        setattr(view, f"people_{name}", value)
        return view

    return mark


public = _mark("needs", NOBODY)
half_signed_in = _mark("needs", PASSWORD)
signed_in = _mark("needs", BOTH)
quiet = _mark("quiet", True)
"""For views that pages ask for by themselves: they do not show that somebody is at work."""


def roles_needed(*roles: str) -> Callable[[V], V]:
    """Close a view to posts that carry none of these roles."""
    return _mark("roles", frozenset(roles))


def viewer_for(request: HttpRequest) -> Viewer:
    """Return as whom the request looks. Only views that need a post may ask."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the gate below
    return viewer


def officer_of(request: HttpRequest) -> Officer | None:
    """Return who has given at least the password, or None."""
    return request.user if isinstance(request.user, Officer) else None


def is_verified(request: HttpRequest) -> bool:
    """Tell whether both factors have been given."""
    check: Callable[[], bool] | None = getattr(request.user, "is_verified", None)
    return request.user.is_authenticated and check is not None and check()


def current_assignments(officer: Officer, now: datetime) -> list[Assignment]:
    """Return the posts the officer holds now."""
    return list(officer.assignments.current(now))


def viewer_from(assignment: Assignment) -> Viewer:
    """Return the viewer that an officer is at a post."""
    post = assignment.post
    return Viewer(
        compact=post.compact,
        post=post.code,
        officer=assignment.officer.username,
        roles=frozenset(post.roles),
        areas=frozenset(post.areas),
    )


def start_clock(request: HttpRequest, now: datetime) -> None:
    """Begin the time of a sign-in; the second factor has just been given."""
    request.session[BEGAN] = request.session[SEEN] = int(now.timestamp())


class GateMiddleware(MiddlewareMixin):
    """Lets a request through to its view, or sends whoever asks to where the missing step is taken."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Return None to go on, or the response that stands in the way."""
        now = timezone.now()
        officer = officer_of(request)
        held = current_assignments(officer, now) if officer and is_verified(request) else []
        if officer and _has_ended(request, held, now):
            end_sign_in(request, held, "sign-in-idle")
            return _send(request, "people:sign_in", ended="1")
        if officer:
            translation.activate(officer.language)
            if is_verified(request) and not getattr(view, "people_quiet", False):
                _note_seen(request, now)
        request.viewer = _viewer(request, held, kwargs)  # type: ignore[attr-defined]  # read by viewer_for
        return _missing_step(request, view, kwargs)


def _missing_step(request: HttpRequest, view: Callable[..., Any], kwargs: Mapping[str, Any]) -> HttpResponse | None:
    needs: int = getattr(view, "people_needs", POST)
    viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]  # set by the gate
    if needs >= PASSWORD and officer_of(request) is None:
        return _send(request, "people:sign_in")
    if needs >= BOTH and not is_verified(request):
        return _send(request, "people:second_factor")
    if needs < POST:
        return None
    if viewer is None and "compact" in kwargs:
        raise Http404
    if viewer is None:
        return _send(request, "people:account")
    roles: frozenset[str] | None = getattr(view, "people_roles", None)
    if roles is not None and not viewer.has_role(*roles):
        return show_refusal(request, Refused("role.missing"), status=403)
    return None


def _viewer(request: HttpRequest, held: list[Assignment], kwargs: Mapping[str, Any]) -> Viewer | None:
    """Return the viewer for the chosen post, within the compact that the address names if it names one."""
    chosen = request.session.get(CHOSEN)
    held = sorted(held, key=lambda assignment: assignment.post_id != chosen)
    if "compact" in kwargs:
        held = [assignment for assignment in held if assignment.post.compact == kwargs["compact"]]
    return viewer_from(held[0]) if held else None


def _has_ended(request: HttpRequest, held: list[Assignment], now: datetime) -> bool:
    if not is_verified(request):
        began = request.session.get(BEGAN)
        return began is not None and _passed(began, idle_limit(frozenset()), now)
    roles = frozenset(role for assignment in held for role in assignment.post.roles)
    seen, began = request.session.get(SEEN, 0), request.session.get(BEGAN, 0)
    return _passed(seen, idle_limit(roles), now) or _passed(began, LONGEST, now)


def _passed(since: int, limit: timedelta, now: datetime) -> bool:
    return now.timestamp() - since >= limit.total_seconds()


def _note_seen(request: HttpRequest, now: datetime) -> None:
    if now.timestamp() - request.session.get(SEEN, 0) >= WRITE_EVERY:
        request.session[SEEN] = int(now.timestamp())


def end_sign_in(request: HttpRequest, held: Sequence[Assignment], event: str) -> None:
    """Sign out, and write in the log of each compact concerned how the sign-in ended."""
    note_sign_in(held, event)
    logout(request)


def note_sign_in(held: Sequence[Assignment], event: str) -> None:
    """Write a sign-in event in the log of each compact in which the officer holds a post."""
    for assignment in held:
        viewer = viewer_from(assignment)
        note(viewer.compact, event, viewer.signature, "")


def _send(request: HttpRequest, name: str, **query: str) -> HttpResponse:
    """Send a page to where the missing step is taken; a script only learns that it may not."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        query["next"] = request.get_full_path()
    target = f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    if "text/html" in request.headers.get("Accept", "text/html") or "*/*" in request.headers.get("Accept", ""):
        return HttpResponseRedirect(target)
    return HttpResponse(status=401)
