"""The pages of coming in: sign-in, second factor, enrolment, the officer's own account."""

from urllib.parse import quote

import segno
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES
from hamsaya.people.demo import PASSWORD, code_for_demo, demo_officers_here
from hamsaya.people.enrol import finish_enrolment, open_enrolment
from hamsaya.people.factor import new_phone, verify_factor
from hamsaya.people.gate import (
    BEGAN,
    current_assignments,
    end_sign_in,
    half_signed_in,
    is_verified,
    note_sign_in,
    officer_of,
    public,
    start_clock,
)
from hamsaya.people.models import LANGUAGE_CHOICES, Enrolment, Officer
from hamsaya.people.page import language_now, next_page, show, show_refusal
from hamsaya.people.password import normal_password

FORM = require_http_methods(["GET", "HEAD", "POST"])
ENROLS = "people.enrols"


def _step(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """Go to the next step and keep in mind where the officer wanted to go."""
    response = redirect(name)
    response["Location"] += f"?next={quote(next_page(request))}"
    return response


@public
@FORM
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: name and password."""
    if request.method != "POST":
        if officer_of(request):
            return redirect(next_page(request)) if is_verified(request) else _step(request, "people:second_factor")
        return _show_sign_in(request)
    officer = authenticate(
        request,
        username=request.POST.get("username", "").strip()[:64],
        password=normal_password(request.POST.get("password", "")[:1000]),
    )
    if getattr(request, "axes_locked_out", False):
        return locked_out(request)
    if not isinstance(officer, Officer):
        return _show_sign_in(request, Refused("sign-in.wrong"))
    login(request, officer)
    request.session[BEGAN] = int(timezone.now().timestamp())
    return _step(request, "people:second_factor")


def _show_sign_in(request: HttpRequest, error: Refused | None = None) -> HttpResponse:
    return show(
        request,
        "sign_in",
        403 if error else 200,
        error,
        next=next_page(request),
        ended="ended" in request.GET,
        username=request.POST.get("username", ""),
        languages=LANGUAGE_CHOICES,
        demo=demo_officers_here(),
        demo_password=PASSWORD,
    )


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Say that guessing has been stopped, and until when."""
    minutes = round(get_cool_off().total_seconds() / 60)
    return show_refusal(request, Refused("sign-in.locked", minutes=minutes), status=429)


@half_signed_in
@FORM
@sensitive_post_parameters("code")
def second_factor(request: HttpRequest) -> HttpResponse:
    """The second step: a code from the phone, or a recovery code."""
    officer = officer_of(request)
    if officer is None or is_verified(request):
        return redirect(next_page(request))
    error = None
    if request.method == "POST":
        try:
            device = verify_factor(officer, request.POST.get("code", "")[:64])
        except Refused as refused:
            error = refused
        else:
            otp_login(request, device)
            request.session.cycle_key()
            start_clock(request, timezone.now())
            note_sign_in(current_assignments(officer, timezone.now()), "sign-in")
            return redirect(next_page(request))
    demo_code = code_for_demo(officer)
    return show(request, "second_factor", 403 if error else 200, error, next=next_page(request), demo_code=demo_code)


@half_signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in."""
    officer = officer_of(request)
    held = current_assignments(officer, timezone.now()) if officer and is_verified(request) else []
    end_sign_in(request, held, "sign-out")
    return redirect("people:sign_in")


@public
@FORM
@sensitive_post_parameters("code")
def enrol(request: HttpRequest) -> HttpResponse:
    """The first step of enrolment: the name and the code that were handed over."""
    error = None
    if request.method == "POST":
        username = request.POST.get("username", "").strip()[:64]
        try:
            found = open_enrolment(username, request.POST.get("code", "")[:64], timezone.now())
        except Refused as refused:
            error = refused
        else:
            request.session.cycle_key()
            request.session[ENROLS] = found.pk
            request.session.set_expiry(1800)
            return redirect("people:enrol_factor")
    return show(request, "enrol", 403 if error else 200, error, username=request.POST.get("username", ""))


@public
@FORM
@sensitive_post_parameters("password", "again", "code")
def enrol_factor(request: HttpRequest) -> HttpResponse:
    """The second step of enrolment: a password and a phone, taken together or not at all."""
    found = Enrolment.objects.select_related("officer").filter(
        pk=int(request.session.get(ENROLS) or 0), used=None, expires__gt=timezone.now(), officer__is_active=True
    )
    enrolment = found.first()
    if enrolment is None:
        return redirect("people:enrol")
    error = None
    if request.method == "POST":
        try:
            codes = _finish(request, enrolment)
        except Refused as refused:
            error = refused
        else:
            request.session.flush()
            return show(request, "recovery", codes=codes, enrolled=True)
    phone = new_phone(enrolment.officer)
    drawing = segno.make(phone.config_url, error="m").svg_inline(scale=4, border=2, svgclass="qr", lineclass=None)
    secret = phone.config_url.partition("secret=")[2].partition("&")[0]
    return show(
        request,
        "enrol_factor",
        403 if error else 200,
        error,
        qr=drawing,
        secret=secret,
        link=phone.config_url,
        officer=enrolment.officer,
    )


def _finish(request: HttpRequest, enrolment: Enrolment) -> list[str]:
    password = request.POST.get("password", "")[:1000]
    if password != request.POST.get("again", "")[:1000]:
        raise Refused("password.differs")
    return finish_enrolment(enrolment, password, request.POST.get("code", "")[:64], timezone.now())


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language of somebody who has not signed in, in a cookie."""
    wanted = request.POST.get("language", "")
    response = redirect(next_page(request))
    if wanted in LANGUAGES:
        translation.activate(wanted)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=31_536_000, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        officer = officer_of(request)
        if officer is not None and is_verified(request):
            officer.language = language_now()
            officer.save(update_fields=["language"])
    return response
